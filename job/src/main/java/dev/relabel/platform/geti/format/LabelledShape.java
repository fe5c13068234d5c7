package dev.relabel.platform.geti.format;

import dev.relabel.annotation.Geometry;
import java.util.List;
import java.util.Optional;

/**
 * One annotation of a scene, or one prediction: a shape and what it shows.
 *
 * @param id any text, unique in its scene; empty before the server has given one
 * @param shape one that {@link ShapeJson} can write
 * @param labels at least one to be written; the server may give none for labels that were deleted
 */
public record LabelledShape(Optional<String> id, Geometry shape, List<ScoredLabel> labels) {
  public LabelledShape {
    labels = List.copyOf(labels);
  }
}
