package dev.relabel.model.head;

import java.nio.FloatBuffer;

/**
 * One output of a model for a batch, as floats; integer outputs have been converted (class indices
 * are far below the 2²⁴ up to which floats are exact).
 *
 * <p>The buffer is only read, by absolute position, so several threads may share it.
 */
public final class OutputTensor {
  private final String name;
  private final long[] shape;
  private final FloatBuffer values;

  /**
   * @param name the output's name in the graph
   * @param shape length of each axis; not copied, not to be changed
   * @param values row-major numbers from position 0; not copied
   */
  public OutputTensor(String name, long[] shape, FloatBuffer values) {
    long count = 1;
    for (long length : shape) {
      count *= length;
    }
    if (count > values.limit()) {
      throw new IllegalArgumentException(
          "Output %s has %s numbers, its shape needs %s".formatted(name, values.limit(), count));
    }
    this.name = name;
    this.shape = shape;
    this.values = values;
  }

  /** The output's name in the graph. */
  public String name() {
    return name;
  }

  /** Length of each axis, as a copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** Length of the first axis; 1 for a single number. */
  public long batch() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /** The part of one image; the first axis is the batch. */
  public OutputSlice image(int index) {
    int[] inner = new int[Math.max(0, shape.length - 1)];
    int size = 1;
    for (int axis = 0; axis < inner.length; axis++) {
      inner[axis] = Math.toIntExact(shape[axis + 1]);
      size = Math.multiplyExact(size, inner[axis]);
    }
    return new OutputSlice(values, Math.multiplyExact(index, size), inner);
  }

  /** All of it, for outputs that have no batch axis. */
  public OutputSlice whole() {
    int[] all = new int[shape.length];
    for (int axis = 0; axis < all.length; axis++) {
      all[axis] = Math.toIntExact(shape[axis]);
    }
    return new OutputSlice(values, 0, all);
  }
}
