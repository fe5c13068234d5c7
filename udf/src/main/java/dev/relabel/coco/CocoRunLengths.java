package dev.relabel.coco;

import dev.relabel.annotation.Mask;
import java.util.Arrays;
import java.util.BitSet;

/**
 * COCO's uncompressed run lengths: clear and set pixels in turn, beginning with clear, down the
 * columns of the whole image from left to right ({@code maskApi.c} of cocodataset/cocoapi).
 */
final class CocoRunLengths {
  private int[] counts = new int[64];
  private int length;
  private int covered;

  private CocoRunLengths() {}

  /** The counts of a mask on an image of this size; pixels off the image are left out. */
  static int[] of(Mask mask, int imageWidth, int imageHeight) {
    CocoRunLengths runs = new CocoRunLengths();
    BitSet set = mask.toBitSet();
    int firstX = Math.max(0, -mask.left());
    int lastX = Math.min(mask.width(), imageWidth - mask.left());
    int firstY = Math.max(0, -mask.top());
    int lastY = Math.min(mask.height(), imageHeight - mask.top());
    for (int x = firstX; x < lastX; x++) {
      int column = (mask.left() + x) * imageHeight + mask.top();
      int y = firstY;
      while (y < lastY) {
        while (y < lastY && !set.get(y * mask.width() + x)) {
          y++;
        }
        int from = y;
        while (y < lastY && set.get(y * mask.width() + x)) {
          y++;
        }
        if (y > from) {
          runs.set(column + from, column + y);
        }
      }
    }
    return runs.finish(Math.multiplyExact(imageWidth, imageHeight));
  }

  /** Adds a set run, which lies after all others; one that touches the last one lengthens it. */
  private void set(int from, int to) {
    if (length > 0 && from == covered) {
      counts[length - 1] += to - from;
    } else {
      add(from - covered);
      add(to - from);
    }
    covered = to;
  }

  private void add(int count) {
    if (length == counts.length) {
      counts = Arrays.copyOf(counts, 2 * length);
    }
    counts[length++] = count;
  }

  private int[] finish(int pixels) {
    if (covered < pixels || length == 0) {
      add(pixels - covered);
    }
    return Arrays.copyOf(counts, length);
  }
}
