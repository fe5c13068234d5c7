package dev.relabel.model.head;

import dev.relabel.annotation.Label;
import dev.relabel.image.Placement;
import java.util.List;

/**
 * A head whose labels become what people asked for.
 *
 * @param head finds the labels
 * @param refinement what becomes of them
 */
record RefinedHead(Head head, Refinement refinement) implements Head {
  @Override
  public List<Label> labels(List<OutputSlice> outputs, Placement placement) {
    return refinement.of(head.labels(outputs, placement));
  }
}
