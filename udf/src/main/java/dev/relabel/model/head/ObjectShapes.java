package dev.relabel.model.head;

import dev.relabel.annotation.Geometry;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;

/** What the objects that a head has found become on the picture. Immutable, thread-safe. */
interface ObjectShapes {

  /**
   * The shape of one object.
   *
   * @param outputs what the head's outputs say about the image
   * @param found the boxes found on it, in pixels of the input
   * @param index which of them; its {@link Candidates#row} leads to the rest of its numbers
   * @param placement where the picture lies in the input
   * @return the shape in pixels of the upright picture, clipped to it; empty when nothing is left
   */
  Optional<? extends Geometry> of(
      List<OutputSlice> outputs, Candidates found, int index, Placement placement);

  /** How much two of the objects cover each other, for their suppression. */
  default Overlap overlap(List<OutputSlice> outputs) {
    return Candidates::iou;
  }
}
