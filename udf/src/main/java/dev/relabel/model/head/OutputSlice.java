package dev.relabel.model.head;

import dev.relabel.model.ModelException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What one output says about one image: row-major numbers without the batch axis. */
public final class OutputSlice {
  private final FloatBuffer values;
  private final int offset;
  private final int[] dims;

  OutputSlice(FloatBuffer values, int offset, int[] dims) {
    this.values = values;
    this.offset = offset;
    this.dims = dims;
  }

  /** Number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Length of an axis. */
  public int dim(int axis) {
    return dims[axis];
  }

  /**
   * Checks the shape before positions are read: a shorter output would give the numbers of another
   * image, or none.
   *
   * @param axis which axis, from 0
   * @param least least length of it
   * @throws ModelException if the output has fewer axes or is shorter
   */
  void require(int axis, int least) {
    if (rank() <= axis || dim(axis) < least) {
      throw new ModelException(
          ("The model answered with an output of shape %s for an image, but its head reads at least"
                  + " %s along axis %s. The model has another head, or does not keep to the shapes"
                  + " that it declares; set the right one with --settings '{\"head\": …}'.")
              .formatted(Arrays.toString(dims), least, axis));
    }
  }

  /** The number at this position in row-major order. */
  public float at(int position) {
    return values.get(offset + position);
  }
}
