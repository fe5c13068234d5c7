package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts polygons and lines at the sides of an upright box, one side after the other (Sutherland and
 * Hodgman, "Reentrant polygon clipping", 1974). A shape that leaves the box and comes back stays
 * one shape: its way outside is replaced by the way along the side, which adds no area.
 */
final class RingClip {
  private RingClip() {}

  /** The part of a polygon in a box; empty when it has no area there. */
  static Optional<Polygon> clip(Polygon polygon, Rectangle box) {
    List<Point> exterior = clip(polygon.exterior(), box, true);
    if (exterior.size() < 3) {
      return Optional.empty();
    }
    List<List<Point>> holes = new ArrayList<>();
    for (List<Point> hole : polygon.holes()) {
      List<Point> rest = clip(hole, box, true);
      if (rest.size() >= 3 && Slabs.area(new Polygon(rest, List.of())) > 0) {
        holes.add(rest);
      }
    }
    Polygon clipped = new Polygon(exterior, holes);
    return clipped.area() > 0 ? Optional.of(clipped) : Optional.empty();
  }

  /** The part of a line in a box; empty when no length of it lies there. */
  static Optional<Polyline> clip(Polyline line, Rectangle box) {
    List<Point> points = clip(line.points(), box, false);
    return points.stream().distinct().count() < 2
        ? Optional.empty()
        : Optional.of(new Polyline(points));
  }

  private static List<Point> clip(List<Point> points, Rectangle box, boolean closed) {
    List<Point> left = cut(points, closed, Side.LEFT, box.left());
    List<Point> right = cut(left, closed, Side.RIGHT, box.right());
    List<Point> top = cut(right, closed, Side.TOP, box.top());
    return cut(top, closed, Side.BOTTOM, box.bottom());
  }

  private enum Side {
    LEFT,
    RIGHT,
    TOP,
    BOTTOM;

    /** How far inside of the side a point is; negative outside. */
    double depth(Point point, double at) {
      return switch (this) {
        case LEFT -> point.x() - at;
        case RIGHT -> at - point.x();
        case TOP -> point.y() - at;
        case BOTTOM -> at - point.y();
      };
    }

    /** The point of a piece that lies exactly on the side. */
    Point crossing(Point a, Point b, double at) {
      if (this == LEFT || this == RIGHT) {
        return new Point(at, a.y() + (at - a.x()) / (b.x() - a.x()) * (b.y() - a.y()));
      }
      return new Point(a.x() + (at - a.y()) / (b.y() - a.y()) * (b.x() - a.x()), at);
    }
  }

  private static List<Point> cut(List<Point> points, boolean closed, Side side, double at) {
    List<Point> kept = new ArrayList<>(points.size() + 4);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double depth = side.depth(point, at);
      if (i > 0 || closed) {
        Point before = points.get(i > 0 ? i - 1 : points.size() - 1);
        double depthBefore = side.depth(before, at);
        if ((depthBefore < 0 && depth > 0) || (depthBefore > 0 && depth < 0)) {
          kept.add(side.crossing(before, point, at));
        }
      }
      if (depth >= 0) {
        kept.add(point);
      }
    }
    return kept;
  }
}
