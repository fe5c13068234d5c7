package dev.relabel.model.head;

import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A turned rectangle that, unlike {@link OrientedRectangle}, may have sides of length 0.
 *
 * @param centerX centre
 * @param centerY centre
 * @param width side along its own x axis
 * @param height side along its own y axis
 * @param angle radians, clockwise as seen on the image, more than −45° and at most 45°
 */
record TurnedBox(double centerX, double centerY, double width, double height, double angle) {

  /**
   * The smallest rectangle around these points, by trying every edge of their convex hull (one side
   * lies on an edge: Freeman and Shapira 1975).
   */
  static TurnedBox around(List<Point> points) {
    List<Point> hull = hull(points);
    TurnedBox best = along(hull, 0);
    if (hull.size() < 2) {
      return best;
    }
    for (int i = 0; i < hull.size(); i++) {
      Point a = hull.get(i);
      Point b = hull.get((i + 1) % hull.size());
      TurnedBox box = along(hull, upright(Math.atan2(b.y() - a.y(), b.x() - a.x())));
      // Strictly by a margin, so that rounding does not choose between equal ones.
      if (box.width * box.height < best.width * best.height * (1 - 1e-9)) {
        best = box;
      }
    }
    return best;
  }

  /** The same direction of sides with an angle in (−45°, 45°]. */
  private static double upright(double angle) {
    double quarter = Math.PI / 2;
    double turned = angle - quarter * Math.rint(angle / quarter);
    return turned <= -quarter / 2 ? turned + quarter : turned;
  }

  private static TurnedBox along(List<Point> points, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      double x = point.x() * cos + point.y() * sin;
      double y = point.y() * cos - point.x() * sin;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    double x = (left + right) / 2;
    double y = (top + bottom) / 2;
    return new TurnedBox(x * cos - y * sin, x * sin + y * cos, right - left, bottom - top, angle);
  }

  /** Andrew's monotone chain. */
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
            .toList();
    if (sorted.size() < 3) {
      return sorted;
    }
    List<Point> hull = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      int start = hull.size();
      for (int i = 0; i < sorted.size(); i++) {
        Point next = sorted.get(pass == 0 ? i : sorted.size() - 1 - i);
        while (hull.size() >= start + 2
            && cross(hull.get(hull.size() - 2), hull.get(hull.size() - 1), next) <= 0) {
          hull.remove(hull.size() - 1);
        }
        hull.add(next);
      }
      hull.remove(hull.size() - 1);
    }
    return hull;
  }

  private static double cross(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }

  double shorterSide() {
    return Math.min(width, height);
  }

  /** The box moved outwards by this distance on every side. */
  TurnedBox grown(double distance) {
    return new TurnedBox(centerX, centerY, width + 2 * distance, height + 2 * distance, angle);
  }

  /** Which points lie inside or at most {@code slack} outside. */
  Reach reach(double slack) {
    return new Reach(
        centerX, centerY, Math.cos(angle), Math.sin(angle), width / 2 + slack, height / 2 + slack);
  }

  /** The inside of a turned box, with what each of many points needs worked out once. */
  record Reach(
      double centerX, double centerY, double cos, double sin, double halfWidth, double halfHeight) {

    boolean holds(double x, double y) {
      double along = (x - centerX) * cos + (y - centerY) * sin;
      double across = (y - centerY) * cos - (x - centerX) * sin;
      return Math.abs(along) <= halfWidth && Math.abs(across) <= halfHeight;
    }

    double top() {
      return centerY - tall();
    }

    double bottom() {
      return centerY + tall();
    }

    private double tall() {
      return halfWidth * Math.abs(sin) + halfHeight * Math.abs(cos);
    }

    /** Where the box begins on a horizontal line; beyond {@link #right} when it is not there. */
    double left(double y) {
      double down = y - centerY;
      return centerX
          + Math.max(near(-down * sin, cos, halfWidth), near(down * cos, sin, halfHeight));
    }

    /** Where the box ends on a horizontal line. */
    double right(double y) {
      double down = y - centerY;
      return centerX + Math.min(far(-down * sin, cos, halfWidth), far(down * cos, sin, halfHeight));
    }

    /** Least x with {@code |x·slope − shift| ≤ half}. */
    private static double near(double shift, double slope, double half) {
      if (slope == 0) {
        return Math.abs(shift) <= half ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      return (slope > 0 ? shift - half : shift + half) / slope;
    }

    private static double far(double shift, double slope, double half) {
      if (slope == 0) {
        return Math.abs(shift) <= half ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      }
      return (slope > 0 ? shift + half : shift - half) / slope;
    }
  }

  /** As a geometry; both sides must be positive. */
  OrientedRectangle toGeometry() {
    return new OrientedRectangle(centerX, centerY, width, height, angle);
  }
}
