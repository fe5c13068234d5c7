package dev.relabel.annotation;

import java.util.Arrays;
import java.util.Optional;

/**
 * Collects horizontal runs of pixels, top to bottom and left to right, into a tightly cropped mask.
 */
final class MaskBuilder {
  private int[] spans = new int[48];
  private int length;
  private int left = Integer.MAX_VALUE;
  private int right = Integer.MIN_VALUE;
  private long pixels;

  /** The pixels of these spans as a mask; empty when there are none. */
  static Optional<Mask> collect(Spans spans) {
    MaskBuilder builder = new MaskBuilder();
    while (spans.next()) {
      builder.add(spans.row(), spans.from(), spans.to());
    }
    return builder.build();
  }

  /** Adds a run that lies after all others; an empty one adds nothing. */
  void add(int row, int from, int to) {
    if (from >= to) {
      return;
    }
    left = Math.min(left, from);
    right = Math.max(right, to);
    pixels += (long) to - from;
    if (length > 0 && spans[length - 3] == row && spans[length - 1] == from) {
      spans[length - 1] = to;
      return;
    }
    if (length == spans.length) {
      spans = Arrays.copyOf(spans, 2 * length);
    }
    spans[length++] = row;
    spans[length++] = from;
    spans[length++] = to;
  }

  /**
   * The mask; empty when nothing was added.
   *
   * @throws IllegalArgumentException if the crop has more pixels than an int can count
   */
  Optional<Mask> build() {
    if (length == 0) {
      return Optional.empty();
    }
    int top = spans[0];
    long width = (long) right - left;
    long height = (long) spans[length - 3] - top + 1;
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE / width) {
      throw new IllegalArgumentException(
          "A mask of %s × %s pixels is too large; at most %s pixels fit"
              .formatted(width, height, Integer.MAX_VALUE));
    }
    int[] runs = new int[2 * (length / 3) + 1];
    int count = 0;
    int at = 0;
    for (int i = 0; i < length; i += 3) {
      int start = (spans[i] - top) * (int) width + spans[i + 1] - left;
      int run = spans[i + 2] - spans[i + 1];
      if (count > 0 && start == at) {
        runs[count - 1] += run; // goes on from the end of the row before
      } else {
        runs[count++] = start - at;
        runs[count++] = run;
      }
      at = start + run;
    }
    int rest = (int) (width * height) - at;
    if (rest > 0) {
      runs[count++] = rest;
    }
    return Optional.of(
        new Mask(left, top, (int) width, (int) height, Arrays.copyOf(runs, count), (int) pixels));
  }
}
