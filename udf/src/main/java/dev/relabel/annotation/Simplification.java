package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Outlines with fewer corners: none that is left out lies farther from the new outline than the
 * tolerance (Douglas and Peucker, 1973).
 */
public final class Simplification {
  private Simplification() {}

  /**
   * A simpler polygon.
   *
   * @param tolerance in pixels, not negative; 0 only leaves out corners on straight lines
   * @return empty when fewer than three corners are left, so that it covers nothing
   */
  public static Optional<Polygon> of(Polygon polygon, double tolerance) {
    List<Point> exterior = ring(polygon.exterior(), tolerance);
    if (exterior.size() < 3) {
      return Optional.empty();
    }
    List<List<Point>> holes =
        polygon.holes().stream()
            .map(hole -> ring(hole, tolerance))
            .filter(hole -> hole.size() >= 3)
            .toList();
    Polygon simple = new Polygon(exterior, holes);
    return simple.area() > 0 ? Optional.of(simple) : Optional.empty();
  }

  /** A ring is cut where it is farthest from its first corner, and both ways are simplified. */
  private static List<Point> ring(List<Point> ring, double tolerance) {
    int far = 0;
    for (int i = 1; i < ring.size(); i++) {
      far = distance(ring.get(0), ring.get(i)) > distance(ring.get(0), ring.get(far)) ? i : far;
    }
    List<Point> closed = new ArrayList<>(ring);
    closed.add(ring.get(0));
    BitSet kept = new BitSet();
    kept.set(0);
    kept.set(far);
    keep(closed, 0, far, tolerance, kept);
    keep(closed, far, closed.size() - 1, tolerance, kept);
    return kept.stream().filter(i -> i < ring.size()).mapToObj(ring::get).toList();
  }

  /** Marks what has to stay between two corners that stay; a stack, as outlines can be long. */
  private static void keep(List<Point> points, int first, int last, double tolerance, BitSet kept) {
    List<int[]> open = new ArrayList<>();
    open.add(new int[] {first, last});
    while (!open.isEmpty()) {
      int[] part = open.remove(open.size() - 1);
      int farthest = -1;
      double most = tolerance;
      for (int i = part[0] + 1; i < part[1]; i++) {
        double off = distance(points.get(i), points.get(part[0]), points.get(part[1]));
        if (off > most) {
          most = off;
          farthest = i;
        }
      }
      if (farthest >= 0) {
        kept.set(farthest);
        open.add(new int[] {part[0], farthest});
        open.add(new int[] {farthest, part[1]});
      }
    }
  }

  private static double distance(Point a, Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  /** From a point to the stretch between two others. */
  private static double distance(Point point, Point from, Point to) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double length = dx * dx + dy * dy;
    double along =
        length == 0 ? 0 : ((point.x() - from.x()) * dx + (point.y() - from.y()) * dy) / length;
    double at = Math.max(0, Math.min(1, along));
    return Math.hypot(point.x() - from.x() - at * dx, point.y() - from.y() - at * dy);
  }
}
