package dev.relabel.annotation;

import dev.relabel.annotation.Edges.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact areas of polygons and of what they share, by cutting the plane into horizontal slabs.
 *
 * <p>Cuts run through every corner and every crossing of edges, so inside a slab no edges cross and
 * each covered piece is a trapezium: its width half-way down times the slab's height. No topology
 * is built, so concave, self-touching, self-crossing and coincident outlines need no special case,
 * and rounding shifts an area by little instead of breaking it. Quadratic in the number of edges
 * that share a height.
 *
 * <p>Outlines that cross each other ten thousand times, such as combs laid across, would take
 * seconds. They are cut at even heights instead, and the width half-way down each slab stands for
 * all of it: the area is then off by about a thousandth of the smaller shape.
 */
final class Slabs {
  /** More than outlines of masks with thousands of corners have. */
  private static final int MOST_CUTS = 16_384;

  private static final int EVEN_CUTS = 4096;

  private final Edges edges;
  private final double[] cuts;

  private Slabs(Edges edges, int mostCuts) {
    this.edges = edges;
    this.cuts = cuts(edges.list(), mostCuts);
  }

  /** The area of one polygon: inside its exterior (even-odd) and in none of its holes. */
  static double area(Polygon polygon) {
    Point origin = polygon.exterior().get(0);
    return new Slabs(new Edges(origin.x(), origin.y(), polygon), MOST_CUTS).coveredByAll();
  }

  /** The area that both cover; the same bits whichever comes first. */
  static double shared(Polygon a, Polygon b) {
    return shared(a, b, MOST_CUTS);
  }

  /** The same with another bound on the cuts. */
  static double shared(Polygon a, Polygon b, int mostCuts) {
    Rectangle boxA = a.bounds();
    Rectangle boxB = b.bounds();
    double originX = Math.max(boxA.left(), boxB.left());
    double originY = Math.max(boxA.top(), boxB.top());
    return new Slabs(new Edges(originX, originY, a, b), mostCuts).coveredByAll();
  }

  private double coveredByAll() {
    Edges.Walk walk = edges.walk();
    List<Edge> all = edges.list();
    List<Edge> active = new ArrayList<>();
    double[] xs = new double[16];
    int next = 0;
    double area = 0;
    for (int cut = 0; cut + 1 < cuts.length; cut++) {
      double top = cuts[cut];
      double bottom = cuts[cut + 1];
      double middle = top + (bottom - top) / 2;
      while (next < all.size() && all.get(next).y0() <= middle) {
        active.add(all.get(next++));
      }
      active.removeIf(edge -> edge.y1() <= middle);
      if (xs.length < active.size()) {
        xs = new double[2 * active.size()];
      }
      sortByX(active, xs, middle);
      double width = 0;
      for (int i = 0; i < active.size(); i++) {
        walk.cross(active.get(i).ring());
        if (walk.insideAll()) {
          width += xs[i + 1] - xs[i];
        }
      }
      area += width * (bottom - top);
    }
    return area;
  }

  /** Insertion sort: from one slab to the next the order hardly changes. */
  private static void sortByX(List<Edge> active, double[] xs, double y) {
    for (int i = 0; i < active.size(); i++) {
      Edge edge = active.get(i);
      double x = edge.xAt(y);
      int at = i;
      while (at > 0 && xs[at - 1] > x) {
        xs[at] = xs[at - 1];
        active.set(at, active.get(at - 1));
        at--;
      }
      xs[at] = x;
      active.set(at, edge);
    }
  }

  private static double[] cuts(List<Edge> edges, int most) {
    double[] cuts = new double[2 * edges.size() + 16];
    int count = 0;
    for (int i = 0; i < edges.size(); i++) {
      Edge a = edges.get(i);
      cuts = room(cuts, count + 2);
      cuts[count++] = a.y0();
      cuts[count++] = a.y1();
      for (int j = i + 1; j < edges.size() && edges.get(j).y0() < a.y1(); j++) {
        double y = crossing(a, edges.get(j));
        if (!Double.isNaN(y)) {
          if (count > most) {
            return evenCuts(edges);
          }
          cuts = room(cuts, count + 1);
          cuts[count++] = y;
        }
      }
    }
    return Arrays.stream(cuts, 0, count).sorted().distinct().toArray();
  }

  private static double[] evenCuts(List<Edge> edges) {
    double top = edges.get(0).y0();
    double bottom = edges.stream().mapToDouble(Edge::y1).max().orElse(top);
    double[] cuts = new double[EVEN_CUTS + 1];
    for (int i = 0; i <= EVEN_CUTS; i++) {
      cuts[i] = top + (bottom - top) * i / EVEN_CUTS;
    }
    return cuts;
  }

  private static double[] room(double[] values, int needed) {
    return values.length >= needed ? values : Arrays.copyOf(values, 2 * needed);
  }

  /** The height at which two edges change sides, or NaN when they do not. */
  private static double crossing(Edge a, Edge b) {
    if (Math.max(a.x0(), a.x1()) < Math.min(b.x0(), b.x1())
        || Math.max(b.x0(), b.x1()) < Math.min(a.x0(), a.x1())) {
      return Double.NaN;
    }
    double top = Math.max(a.y0(), b.y0());
    double bottom = Math.min(a.y1(), b.y1());
    double gapAtTop = b.xAt(top) - a.xAt(top);
    double gapAtBottom = b.xAt(bottom) - a.xAt(bottom);
    boolean changesSides = gapAtTop < 0 ? gapAtBottom > 0 : gapAtTop > 0 && gapAtBottom < 0;
    if (!changesSides) {
      return Double.NaN;
    }
    double y = top + (bottom - top) * (gapAtTop / (gapAtTop - gapAtBottom));
    return y > top && y < bottom ? y : Double.NaN;
  }
}
