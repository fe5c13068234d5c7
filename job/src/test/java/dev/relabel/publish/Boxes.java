package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Labels to merge: boxes of 20 pixels on an image of 100, told apart by their left top corner. */
final class Boxes {
  static final ImageId IMAGE = new ImageId(1);

  private Boxes() {}

  /** What a model with half a mind says. */
  static Label predicted(double at) {
    return predicted("car", at, 0.5);
  }

  static Label predicted(String className, double at, double score) {
    return Label.predicted(className, box(at), score);
  }

  /** What a person draws. */
  static Label drawn(double at) {
    return new Label("car", box(at), OptionalDouble.empty(), List.of(), Origin.PERSON);
  }

  private static Rectangle box(double at) {
    return new Rectangle(at, at, at + 20, at + 20);
  }

  /** A label as the platform holds it. */
  static PlatformLabel held(long id, Label label) {
    return new PlatformLabel(Optional.of(new FigureId(id)), label);
  }

  static PlatformAnnotation image(PlatformLabel... labels) {
    return image(List.of(labels));
  }

  static PlatformAnnotation image(List<PlatformLabel> labels) {
    return new PlatformAnnotation(IMAGE, 100, 100, labels, List.of(), List.of());
  }
}
