package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The slanted and upright edges of one or more polygons, and the rule for what lies inside: inside
 * the exterior ring (even-odd) and inside none of the holes (even-odd each).
 */
final class Edges {
  /**
   * Top to bottom, then left to right: a total order, so that sums do not depend on the input's.
   */
  private static final Comparator<Edge> DOWNWARDS =
      Comparator.comparingDouble(Edge::y0)
          .thenComparingDouble(Edge::x0)
          .thenComparingDouble(Edge::y1)
          .thenComparingDouble(Edge::x1);

  private final List<Edge> edges = new ArrayList<>();
  private final List<Integer> shapeOfRing = new ArrayList<>();
  private final List<Boolean> isHole = new ArrayList<>();
  private final int shapes;

  /**
   * One edge, its upper end first.
   *
   * @param ring which ring it belongs to, counted over all polygons
   */
  record Edge(double x0, double y0, double x1, double y1, int ring) {
    double xAt(double y) {
      return y == y1 ? x1 : x0 + (y - y0) / (y1 - y0) * (x1 - x0);
    }
  }

  /** Edges relative to an origin; one near the polygons keeps the digits of small shapes. */
  Edges(double originX, double originY, Polygon... polygons) {
    shapes = polygons.length;
    for (int shape = 0; shape < polygons.length; shape++) {
      add(shape, false, polygons[shape].exterior(), originX, originY);
      for (List<Point> hole : polygons[shape].holes()) {
        add(shape, true, hole, originX, originY);
      }
    }
    edges.sort(DOWNWARDS);
  }

  private void add(int shape, boolean hole, List<Point> ring, double originX, double originY) {
    int id = shapeOfRing.size();
    shapeOfRing.add(shape);
    isHole.add(hole);
    Point before = ring.get(ring.size() - 1);
    for (Point point : ring) {
      double x0 = before.x() - originX;
      double y0 = before.y() - originY;
      double x1 = point.x() - originX;
      double y1 = point.y() - originY;
      if (y0 < y1) {
        edges.add(new Edge(x0, y0, x1, y1, id));
      } else if (y1 < y0) {
        edges.add(new Edge(x1, y1, x0, y0, id));
      }
      before = point;
    }
  }

  /** All edges that are not horizontal, by their upper end. */
  List<Edge> list() {
    return edges;
  }

  /** A walk along a horizontal line, starting outside of everything. */
  Walk walk() {
    return new Walk();
  }

  /** Which polygons a point lies in, while it moves along a line and crosses edges. */
  final class Walk {
    private final boolean[] odd = new boolean[shapeOfRing.size()];
    private final boolean[] insideExterior = new boolean[shapes];
    private final int[] insideHoles = new int[shapes];

    /** Crosses an edge of this ring. Crossing each ring's edges of one line ends outside again. */
    void cross(int ring) {
      odd[ring] = !odd[ring];
      int shape = shapeOfRing.get(ring);
      if (isHole.get(ring)) {
        insideHoles[shape] += odd[ring] ? 1 : -1;
      } else {
        insideExterior[shape] = odd[ring];
      }
    }

    /** Whether every polygon covers this place. */
    boolean insideAll() {
      for (int shape = 0; shape < shapes; shape++) {
        if (!insideExterior[shape] || insideHoles[shape] > 0) {
          return false;
        }
      }
      return true;
    }
  }
}
