package dev.relabel.model.head;

import dev.relabel.image.Placement;
import java.util.List;

/** Finds the boxes of one layout. Immutable, safe for several threads. */
interface BoxDecoder {

  /**
   * Collects every box that scores enough.
   *
   * @param outputs what the head's outputs say about one image
   * @param placement where the picture lies in the input
   * @param confidence lowest score; NaN never reaches it
   * @param found gets the boxes, in pixels of the input
   */
  void collect(List<OutputSlice> outputs, Placement placement, double confidence, Candidates found);
}
