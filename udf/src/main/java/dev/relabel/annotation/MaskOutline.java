package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks along the edges between set and clear pixels, the set ones on the right hand, and collects
 * the corners: exteriors come out clockwise, holes counter-clockwise.
 *
 * <p>Pixels that only touch at a corner count as apart, as clear pixels there count as joined.
 * Works on the runs; no image is allocated.
 */
final class MaskOutline {
  private final int top;
  private final int height;
  private final int[] from;
  private final int[] to;

  /** Where each row's runs begin in {@link #from} and {@link #to}; one more entry ends the last. */
  private final int[] rowStart;

  /** A run of the same part, nearer to the part's first run; the first run names itself. */
  private final int[] part;

  private final BitSet walked = new BitSet();

  MaskOutline(Mask mask) {
    top = mask.top();
    height = mask.height();
    rowStart = new int[height + 1];
    int[] starts = new int[16];
    int[] ends = new int[16];
    int count = 0;
    Spans spans = mask.spans();
    while (spans.next()) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
      }
      starts[count] = spans.from();
      ends[count] = spans.to();
      count++;
      rowStart[spans.row() - top + 1] = count;
    }
    for (int row = 0; row < height; row++) {
      rowStart[row + 1] = Math.max(rowStart[row + 1], rowStart[row]); // rows may be empty
    }
    from = Arrays.copyOf(starts, count);
    to = Arrays.copyOf(ends, count);
    part = parts();
  }

  List<Polygon> polygons() {
    Map<Integer, List<List<Point>>> exteriors = new LinkedHashMap<>();
    Map<Integer, List<List<Point>>> holes = new LinkedHashMap<>();
    for (int row = 0; row < height; row++) {
      for (int run = rowStart[row]; run < rowStart[row + 1]; run++) {
        if (!walked.get(run)) {
          List<Point> ring = walkUpFrom(run, row);
          var rings = Polygon.signedArea(ring) > 0 ? exteriors : holes;
          rings.computeIfAbsent(first(part, run), key -> new ArrayList<>()).add(ring);
        }
      }
    }
    List<Polygon> polygons = new ArrayList<>();
    exteriors.forEach(
        (id, rings) ->
            polygons.add(
                Canonical.of(new Polygon(rings.get(0), holes.getOrDefault(id, List.of())))));
    return polygons;
  }

  /** Joins runs that share a side between rows. */
  private int[] parts() {
    int[] parts = new int[from.length];
    Arrays.setAll(parts, run -> run);
    for (int row = 1; row < height; row++) {
      int above = rowStart[row - 1];
      int below = rowStart[row];
      while (above < rowStart[row] && below < rowStart[row + 1]) {
        if (from[above] < to[below] && from[below] < to[above]) {
          int a = first(parts, above);
          int b = first(parts, below);
          parts[Math.max(a, b)] = Math.min(a, b);
        }
        if (to[above] < to[below]) {
          above++;
        } else {
          below++;
        }
      }
    }
    return parts;
  }

  private static int first(int[] parts, int run) {
    int at = run;
    while (parts[at] != at) {
      parts[at] = parts[parts[at]];
      at = parts[at];
    }
    return at;
  }

  /** Directions clockwise: up, right, down, left; so +1 turns right and +3 turns left. */
  private static final int[] STEP_X = {0, 1, 0, -1};

  private static final int[] STEP_Y = {-1, 0, 1, 0};

  private List<Point> walkUpFrom(int run, int startRow) {
    List<Point> corners = new ArrayList<>();
    int x = from[run];
    int y = startRow + 1;
    int direction = 0;
    do {
      if (direction == 0) {
        walked.set(runAt(x, y - 1));
      }
      x += STEP_X[direction];
      y += STEP_Y[direction];
      int turn;
      if (!isSet(x, y, direction, 1)) {
        turn = 1;
      } else if (isSet(x, y, direction, 3)) {
        turn = 3;
      } else {
        turn = 0;
      }
      if (turn != 0) {
        corners.add(new Point(x, (double) top + y));
        direction = (direction + turn) % 4;
      }
    } while (direction != 0 || x != from[run] || y != startRow + 1);
    return corners;
  }

  /** Whether the pixel ahead on the right (side 1) or left (side 3) of a grid corner is set. */
  private boolean isSet(int x, int y, int direction, int side) {
    int across = (direction + side) % 4;
    // The pixel's middle lies half a step ahead and half a step aside; its corner is the smaller.
    int column = x + Math.min(0, STEP_X[direction] + STEP_X[across]);
    int row = y + Math.min(0, STEP_Y[direction] + STEP_Y[across]);
    return runAt(column, row) >= 0;
  }

  /** The run that holds this pixel, or -1. */
  private int runAt(int column, int row) {
    if (row < 0 || row >= height) {
      return -1;
    }
    int at = Arrays.binarySearch(from, rowStart[row], rowStart[row + 1], column);
    int run = at >= 0 ? at : -at - 2;
    return run >= rowStart[row] && column < to[run] ? run : -1;
  }
}
