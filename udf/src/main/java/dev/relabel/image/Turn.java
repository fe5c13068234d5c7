package dev.relabel.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pixels as {@link Orientation} says. */
final class Turn {
  private Turn() {}

  /** Takes over the stored pixels: they are returned or closed. */
  static Mat upright(Mat stored, Orientation orientation) {
    if (orientation == Orientation.UPRIGHT) {
      return stored;
    }
    Mat turned = new Mat();
    try (stored) {
      switch (orientation) {
        case UPRIGHT -> throw new AssertionError(orientation);
        case FLIPPED_HORIZONTALLY -> opencv_core.flip(stored, turned, 1);
        case UPSIDE_DOWN -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_180);
        case FLIPPED_VERTICALLY -> opencv_core.flip(stored, turned, 0);
        case TRANSPOSED -> opencv_core.transpose(stored, turned);
        case TURN_CLOCKWISE -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_CLOCKWISE);
        case TRANSVERSED -> {
          opencv_core.transpose(stored, turned);
          opencv_core.rotate(turned, turned, opencv_core.ROTATE_180);
        }
        case TURN_COUNTERCLOCKWISE ->
            opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
      }
      return turned;
    } catch (RuntimeException e) {
      turned.close();
      throw e;
    }
  }
}
