package dev.relabel.model.head;

import dev.relabel.annotation.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the connected regions of a probability map, neighbours touching by side or corner.
 *
 * <p>Confined to one thread.
 */
final class TextRegions {
  private final OutputSlice map;
  private final int width;
  private final int height;
  private final BitSet open = new BitSet();
  private final int[] leftmost; // of the region in work, by row
  private final int[] rightmost;
  private int[] stack = new int[256];

  TextRegions(OutputSlice map, int width, int height) {
    this.map = map;
    this.width = width;
    this.height = height;
    this.leftmost = new int[height];
    this.rightmost = new int[height];
    Arrays.fill(leftmost, Integer.MAX_VALUE);
    Arrays.fill(rightmost, -1);
  }

  /**
   * The regions above a threshold, in the order of their first pixel.
   *
   * @return for each region, the centres of the first and last pixel of every row
   */
  List<List<Point>> above(double threshold) {
    for (int i = 0; i < width * height; i++) {
      if (map.at(i) > threshold) {
        open.set(i);
      }
    }
    List<List<Point>> regions = new ArrayList<>();
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i)) {
      regions.add(take(i));
    }
    return regions;
  }

  private List<Point> take(int first) {
    int top = first / width; // no pixel of the region comes before the first
    int bottom = top;
    int size = push(0, first);
    while (size > 0) {
      int pixel = stack[--size];
      int x = pixel % width;
      int y = pixel / width;
      bottom = Math.max(bottom, y);
      leftmost[y] = Math.min(leftmost[y], x);
      rightmost[y] = Math.max(rightmost[y], x);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          if (open.get(ny * width + nx)) {
            size = push(size, ny * width + nx);
          }
        }
      }
    }
    List<Point> ends = new ArrayList<>();
    for (int y = top; y <= bottom; y++) {
      ends.add(new Point(leftmost[y] + 0.5, y + 0.5));
      if (rightmost[y] > leftmost[y]) {
        ends.add(new Point(rightmost[y] + 0.5, y + 0.5));
      }
      leftmost[y] = Integer.MAX_VALUE;
      rightmost[y] = -1;
    }
    return ends;
  }

  private int push(int size, int pixel) {
    if (size == stack.length) {
      stack = Arrays.copyOf(stack, size * 2);
    }
    open.clear(pixel);
    stack[size] = pixel;
    return size + 1;
  }
}
