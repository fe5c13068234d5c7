package dev.relabel.testing;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** Labels of a few classes and shapes that fit on a {@link SimulatedServer}'s images. */
public final class RandomLabels {
  /** The classes' names. */
  public static final List<String> CLASSES = List.of("car", "dog", "road");

  private final Random random;

  /** Draws from a source of chance. */
  public RandomLabels(Random random) {
    this.random = random;
  }

  /** What a model finds. */
  public Label predicted() {
    return Label.predicted(className(), geometry(), random.nextInt(101) / 100.0);
  }

  /** Several of what a model finds; some of them twice. */
  public List<Label> predicted(int most) {
    List<Label> labels = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      labels.add(labels.isEmpty() || random.nextInt(8) > 0 ? predicted() : labels.get(0));
    }
    return labels;
  }

  /** What a person draws. */
  public Label drawn() {
    return new Label(className(), geometry(), OptionalDouble.empty(), List.of(), Origin.PERSON);
  }

  /** What a person makes of a label: moves it, or names it otherwise. */
  public Label corrected(Label label) {
    Label other =
        random.nextBoolean() ? label.withGeometry(geometry()) : label.withClassName("corrected");
    return other.withOrigin(label.origin() == Origin.MACHINE ? Origin.CORRECTED : label.origin());
  }

  /** The same as a person would draw it. */
  public static Label asDrawn(Label label) {
    return new Label(
        label.className(), label.geometry(), OptionalDouble.empty(), List.of(), Origin.PERSON);
  }

  private String className() {
    return CLASSES.get(random.nextInt(CLASSES.size()));
  }

  private Geometry geometry() {
    // In thousandths of a pixel, as platforms keep them.
    double left = random.nextInt(80_000) / 1000.0;
    double top = random.nextInt(50_000) / 1000.0;
    double width = 6 + random.nextInt(30_000) / 1000.0;
    double height = 6 + random.nextInt(30_000) / 1000.0;
    return switch (random.nextInt(4)) {
      case 0 ->
          Polygon.of(
              left, top, left + width, top + 2, left + width - 1, top + height, left, top + 5);
      case 1 -> disc((int) left, (int) top, (int) width);
      default -> new Rectangle(left, top, left + width, top + height);
    };
  }

  private static Mask disc(int left, int top, int size) {
    BitSet pixels = new BitSet();
    double radius = size / 2.0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        pixels.set(y * size + x, Math.hypot(x + 0.5 - radius, y + 0.5 - radius) <= radius);
      }
    }
    return Mask.of(left, top, size, size, pixels);
  }
}
