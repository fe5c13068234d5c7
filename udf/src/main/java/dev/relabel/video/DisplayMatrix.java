package dev.relabel.video;

import dev.relabel.image.Orientation;

/** How a container says that its pictures are turned (ISO/IEC 14496-12, track header). */
final class DisplayMatrix {
  private DisplayMatrix() {}

  /**
   * The turn of {@code x' = a·x + c·y, y' = b·x + d·y}, whatever its scale; upright for what is no
   * multiple of a quarter.
   */
  static Orientation orientation(int a, int b, int c, int d) {
    if (b == 0 && c == 0 && a != 0 && d != 0) {
      return a > 0
          ? (d > 0 ? Orientation.UPRIGHT : Orientation.FLIPPED_VERTICALLY)
          : (d > 0 ? Orientation.FLIPPED_HORIZONTALLY : Orientation.UPSIDE_DOWN);
    }
    if (a == 0 && d == 0 && b != 0 && c != 0) {
      return b > 0
          ? (c > 0 ? Orientation.TRANSPOSED : Orientation.TURN_CLOCKWISE)
          : (c > 0 ? Orientation.TURN_COUNTERCLOCKWISE : Orientation.TRANSVERSED);
    }
    return Orientation.UPRIGHT;
  }
}
