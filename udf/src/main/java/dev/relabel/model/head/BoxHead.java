package dev.relabel.model.head;

import dev.relabel.annotation.Label;
import dev.relabel.image.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * A head that finds objects by their boxes: decodes, filters classes, suppresses, and gives each
 * object the shape that the model says it has.
 */
final class BoxHead implements Head {
  private final BoxDecoder decoder;
  private final double confidence;
  private final Suppression suppression;
  private final ClassFilter classes;
  private final ObjectShapes shapes;

  BoxHead(
      BoxDecoder decoder,
      double confidence,
      Suppression suppression,
      ClassFilter classes,
      ObjectShapes shapes) {
    this.decoder = decoder;
    this.confidence = confidence;
    this.suppression = suppression;
    this.classes = classes;
    this.shapes = shapes;
  }

  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    Candidates wanted = new Candidates(classes::keeps);
    decoder.collect(outputs, placement, confidence, wanted);
    List<Label> labels = new ArrayList<>();
    for (int i : suppression.keep(wanted, shapes.overlap(outputs))) {
      shapes
          .of(outputs, wanted, i, placement)
          .ifPresent(
              shape ->
                  labels.add(
                      Label.predicted(
                          classes.name(wanted.classIndex(i)),
                          shape,
                          Math.min(1, wanted.score(i)))));
    }
    return labels;
  }
}
