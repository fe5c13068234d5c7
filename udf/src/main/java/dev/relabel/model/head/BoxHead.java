package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A head whose labels are upright boxes: decodes, filters classes, suppresses, maps to the picture.
 */
final class BoxHead implements Head {
  private final BoxDecoder decoder;
  private final double confidence;
  private final Suppression suppression;
  private final ClassFilter classes;

  BoxHead(BoxDecoder decoder, double confidence, Suppression suppression, ClassFilter classes) {
    this.decoder = decoder;
    this.confidence = confidence;
    this.suppression = suppression;
    this.classes = classes;
  }

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    Candidates wanted = new Candidates(classes::keeps);
    decoder.collect(outputs, placement, confidence, wanted);
    List<Label> labels = new ArrayList<>();
    for (int i : suppression.keep(wanted)) {
      onPicture(wanted, i, placement)
          .ifPresent(
              box ->
                  labels.add(
                      Label.predicted(
                          classes.name(wanted.classIndex(i)), box, Math.min(1, wanted.score(i)))));
    }
    return labels;
  }

  private static Optional<Rectangle> onPicture(Candidates boxes, int i, Placement placement) {
    Affine toPicture = placement.toPicture();
    double left = toPicture.x(boxes.left(i), boxes.top(i));
    double top = toPicture.y(boxes.left(i), boxes.top(i));
    double right = toPicture.x(boxes.right(i), boxes.bottom(i));
    double bottom = toPicture.y(boxes.right(i), boxes.bottom(i));
    return Clip.box(left, top, right, bottom, placement.pictureWidth(), placement.pictureHeight());
  }
}
