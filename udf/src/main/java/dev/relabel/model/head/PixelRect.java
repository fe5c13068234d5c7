package dev.relabel.model.head;

import dev.relabel.annotation.Rectangle;

/**
 * A block of whole pixels.
 *
 * @param left first column
 * @param top first row
 * @param right first column behind it
 * @param bottom first row behind it
 */
record PixelRect(int left, int top, int right, int bottom) {
  /** The pixels whose centres lie in a box on a picture. */
  static PixelRect centresIn(Rectangle box) {
    return new PixelRect(
        firstCentre(box.left()),
        firstCentre(box.top()),
        firstCentre(box.right()),
        firstCentre(box.bottom()));
  }

  private static int firstCentre(double edge) {
    return (int) Math.ceil(edge - 0.5);
  }

  boolean isEmpty() {
    return right <= left || bottom <= top;
  }
}
