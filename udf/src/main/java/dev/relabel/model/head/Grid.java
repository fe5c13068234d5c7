package dev.relabel.model.head;

import dev.relabel.model.ModelException;
import java.util.List;
import java.util.Optional;

/**
 * The cells that anchors stand for: stride by stride (8, 16, 32 and for large models 64), row by
 * row.
 */
final class Grid {
  private static final List<List<Integer>> PYRAMIDS =
      List.of(List.of(8, 16, 32), List.of(8, 16, 32, 64));

  private final int inputWidth;
  private final int inputHeight;
  private final List<Integer> strides;

  private Grid(int inputWidth, int inputHeight, List<Integer> strides) {
    this.inputWidth = inputWidth;
    this.inputHeight = inputHeight;
    this.strides = strides;
  }

  /**
   * The grid with this number of cells on an input of this size.
   *
   * @throws ModelException if no pyramid has that number
   */
  static Grid of(int inputWidth, int inputHeight, int cells) {
    return find(inputWidth, inputHeight, cells)
        .orElseThrow(
            () ->
                new ModelException(
                    ("The model put out %s rows, which no YOLOX grid on a %s × %s input has. Set"
                            + " decoded: true if its boxes are in pixels, or another head.")
                        .formatted(cells, inputWidth, inputHeight)));
  }

  /** The same, or nothing. */
  static Optional<Grid> find(long inputWidth, long inputHeight, long cells) {
    for (List<Integer> strides : PYRAMIDS) {
      long sum = 0;
      for (int stride : strides) {
        sum += (inputWidth / stride) * (inputHeight / stride);
      }
      if (sum == cells) {
        return Optional.of(new Grid((int) inputWidth, (int) inputHeight, strides));
      }
    }
    return Optional.empty();
  }

  int stride(int cell) {
    int rest = cell;
    for (int stride : strides) {
      int here = (inputWidth / stride) * (inputHeight / stride);
      if (rest < here) {
        return stride;
      }
      rest -= here;
    }
    throw new IllegalArgumentException("No such cell: " + cell);
  }

  int column(int cell) {
    int stride = stride(cell);
    return within(cell, stride) % (inputWidth / stride);
  }

  int row(int cell) {
    int stride = stride(cell);
    return within(cell, stride) / (inputWidth / stride);
  }

  private int within(int cell, int stride) {
    int rest = cell;
    for (int finer : strides) {
      if (finer == stride) {
        break;
      }
      rest -= (inputWidth / finer) * (inputHeight / finer);
    }
    return rest;
  }
}
