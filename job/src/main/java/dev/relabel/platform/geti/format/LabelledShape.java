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
 * @param toRevisit the IDs of labels that somebody is to look at again
 */
public record LabelledShape(
    Optional<String> id, Geometry shape, List<ScoredLabel> labels, List<String> toRevisit) {
  public LabelledShape {
    labels = List.copyOf(labels);
    toRevisit = List.copyOf(toRevisit);
  }

  /** One that nobody is to look at again. */
  public LabelledShape(Optional<String> id, Geometry shape, List<ScoredLabel> labels) {
    this(id, shape, labels, List.of());
  }

  /** The same with other labels. */
  public LabelledShape with(List<ScoredLabel> others) {
    return new LabelledShape(id, shape, others, toRevisit);
  }
}
