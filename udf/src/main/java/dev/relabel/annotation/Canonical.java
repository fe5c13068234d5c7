package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One spelling for each shape, so that shapes that differ in spelling only become equal. Nothing is
 * rounded; {@link Sameness} is for what servers change.
 */
public final class Canonical {
  private static final Comparator<Point> DOWNWARDS =
      Comparator.comparingDouble(Point::y).thenComparingDouble(Point::x);

  private static final Comparator<List<Point>> RINGS =
      (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
          int order = DOWNWARDS.compare(a.get(i), b.get(i));
          if (order != 0) {
            return order;
          }
        }
        return Integer.compare(a.size(), b.size());
      };

  private static final double QUARTER_TURN = Math.PI / 2;

  private Canonical() {}

  /**
   * The canonical form, of the same kind.
   *
   * <ul>
   *   <li>Polygon: every ring clockwise on the image, from its topmost (then leftmost) corner,
   *       without corners that repeat the one before or close the ring; holes in the order of their
   *       corners; holes of fewer than three corners, which cut out nothing, left out.
   *   <li>Oriented rectangle: angle in {@code 0 ≤ angle < π/2}, sides swapped to fit.
   *   <li>Line: without points that repeat the one before; its direction may mean something and
   *       stays.
   *   <li>Keypoints: by name.
   *   <li>Others are canonical as they are.
   * </ul>
   */
  public static Geometry of(Geometry geometry) {
    if (geometry instanceof Polygon polygon) {
      return of(polygon);
    }
    if (geometry instanceof OrientedRectangle box) {
      return of(box);
    }
    if (geometry instanceof Polyline line) {
      List<Point> points = withoutRepeats(line.points());
      return points.size() < 2 ? line : new Polyline(points);
    }
    if (geometry instanceof Keypoints keypoints) {
      return new Keypoints(
          keypoints.nodes().stream().sorted(Comparator.comparing(Keypoints.Node::name)).toList());
    }
    return geometry;
  }

  /** {@link #of(Geometry)} for polygons. */
  public static Polygon of(Polygon polygon) {
    List<List<Point>> holes =
        polygon.holes().stream()
            .filter(hole -> corners(hole).size() >= 3)
            .map(Canonical::ring)
            .sorted(RINGS)
            .toList();
    return new Polygon(ring(polygon.exterior()), holes);
  }

  /** {@link #of(Geometry)} for oriented rectangles. */
  public static OrientedRectangle of(OrientedRectangle box) {
    double turns = Math.floor(box.angle() / QUARTER_TURN);
    double angle = box.angle() - turns * QUARTER_TURN;
    if (angle >= QUARTER_TURN) { // rounding of an angle just below a quarter turn
      angle = 0;
      turns++;
    }
    boolean swapped = turns % 2 != 0;
    return new OrientedRectangle(
        box.centerX(),
        box.centerY(),
        swapped ? box.height() : box.width(),
        swapped ? box.width() : box.height(),
        Math.max(0, angle));
  }

  private static List<Point> ring(List<Point> ring) {
    List<Point> corners = corners(ring);
    if (corners.size() < 3) {
      // Covers nothing and cannot lose corners; sorted, its spelling does not matter either.
      return ring.stream().map(Canonical::positiveZero).sorted(DOWNWARDS).toList();
    }
    List<Point> reversed = new ArrayList<>(corners);
    Collections.reverse(reversed);
    double area = Polygon.signedArea(corners);
    // Rounding decides the sign of an area that is nearly 0, so it must not decide the direction.
    Rectangle box = Polyline.boundsOf(corners);
    if (Math.abs(area) <= 1e-9 * box.width() * box.height()) {
      List<Point> one = fromSmallest(corners);
      List<Point> other = fromSmallest(reversed);
      return RINGS.compare(one, other) <= 0 ? one : other;
    }
    return fromSmallest(area > 0 ? corners : reversed);
  }

  /** The ring without corners that repeat the one before, around the end too. */
  private static List<Point> corners(List<Point> ring) {
    List<Point> corners = new ArrayList<>(withoutRepeats(ring));
    while (corners.size() > 1 && corners.get(corners.size() - 1).equals(corners.get(0))) {
      corners.remove(corners.size() - 1);
    }
    return corners;
  }

  private static List<Point> withoutRepeats(List<Point> points) {
    List<Point> kept = new ArrayList<>(points.size());
    for (Point given : points) {
      Point point = positiveZero(given);
      if (kept.isEmpty() || !kept.get(kept.size() - 1).equals(point)) {
        kept.add(point);
      }
    }
    return kept;
  }

  /** The same place; 0.0 and -0.0 are one place but two records. */
  private static Point positiveZero(Point point) {
    return new Point(point.x() + 0.0, point.y() + 0.0);
  }

  /** The ring from its smallest corner; where that is visited twice, the smaller way to go on. */
  private static List<Point> fromSmallest(List<Point> ring) {
    Point smallest = ring.stream().min(DOWNWARDS).orElseThrow();
    List<Point> best = List.of();
    for (int start = 0; start < ring.size(); start++) {
      if (ring.get(start).equals(smallest)) {
        List<Point> turned = new ArrayList<>(ring.subList(start, ring.size()));
        turned.addAll(ring.subList(0, start));
        if (best.isEmpty() || RINGS.compare(turned, best) < 0) {
          best = turned;
        }
      }
    }
    return best;
  }
}
