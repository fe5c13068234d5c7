package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The smallest turned box around points. One of its sides lies along a side of their convex hull
 * (Freeman and Shapira, "Determining the minimum-area encasing rectangle for an arbitrary closed
 * curve", 1975), so each side of the hull is tried.
 */
final class SmallestBox {
  private SmallestBox() {}

  static Optional<OrientedRectangle> around(List<Point> points) {
    List<Point> hull = hull(points);
    if (hull.size() < 3) {
      return Optional.empty();
    }
    Optional<OrientedRectangle> best = Optional.empty();
    Point before = hull.get(hull.size() - 1);
    for (Point corner : hull) {
      Optional<OrientedRectangle> box =
          alongSide(hull, corner.x() - before.x(), corner.y() - before.y());
      if (box.isPresent() && (best.isEmpty() || box.get().area() < best.get().area())) {
        best = box;
      }
      before = corner;
    }
    return best.map(Canonical::of);
  }

  private static Optional<OrientedRectangle> alongSide(List<Point> hull, double dx, double dy) {
    double length = Math.hypot(dx, dy);
    double ux = dx / length;
    double uy = dy / length;
    Point origin = hull.get(0);
    double minAlong = 0;
    double maxAlong = 0;
    double minAcross = 0;
    double maxAcross = 0;
    for (Point corner : hull) {
      double x = corner.x() - origin.x();
      double y = corner.y() - origin.y();
      double along = x * ux + y * uy;
      double across = y * ux - x * uy;
      minAlong = Math.min(minAlong, along);
      maxAlong = Math.max(maxAlong, along);
      minAcross = Math.min(minAcross, across);
      maxAcross = Math.max(maxAcross, across);
    }
    if (!(maxAlong > minAlong && maxAcross > minAcross)) {
      return Optional.empty();
    }
    double along = (minAlong + maxAlong) / 2;
    double across = (minAcross + maxAcross) / 2;
    return Optional.of(
        new OrientedRectangle(
            origin.x() + along * ux - across * uy,
            origin.y() + along * uy + across * ux,
            maxAlong - minAlong,
            maxAcross - minAcross,
            Math.atan2(uy, ux)));
  }

  /** The convex hull without corners on straight sides (Andrew's monotone chain, 1979). */
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
            .toList();
    List<Point> hull = new ArrayList<>();
    addHalf(hull, sorted, 0, 1);
    addHalf(hull, sorted, sorted.size() - 1, -1);
    return hull;
  }

  private static void addHalf(List<Point> hull, List<Point> sorted, int start, int step) {
    int floor = hull.size();
    for (int i = start; i >= 0 && i < sorted.size(); i += step) {
      Point next = sorted.get(i);
      while (hull.size() >= floor + 2
          && turn(hull.get(hull.size() - 2), hull.get(hull.size() - 1), next) <= 0) {
        hull.remove(hull.size() - 1);
      }
      hull.add(next);
    }
    if (!hull.isEmpty()) {
      hull.remove(hull.size() - 1); // the other half begins with it
    }
  }

  private static double turn(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }
}
