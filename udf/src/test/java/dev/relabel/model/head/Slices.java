package dev.relabel.model.head;

import dev.relabel.annotation.Affine;
import dev.relabel.image.Placement;
import java.nio.FloatBuffer;

/** Outputs of one image and placements, by hand. */
final class Slices {
  private Slices() {}

  /** Row-major numbers of this shape, without a batch axis. */
  static OutputSlice of(long[] shape, float... values) {
    return new OutputTensor("output", shape, FloatBuffer.wrap(values)).whole();
  }

  /** An input of this size that is the picture itself. */
  static Placement placement(int width, int height) {
    return new Placement(width, height, width, height, Affine.IDENTITY);
  }
}
