package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.List;

/** The boundary of a polygon, or a line, as pieces that other points can be near to. */
final class Outline {
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Point> telling = new ArrayList<>();
  private double length;

  private record Piece(double x, double y, double dx, double dy) {
    /** Squared distance of a point. */
    double squareTo(Point point) {
      double px = point.x() - x;
      double py = point.y() - y;
      double square = dx * dx + dy * dy;
      double share = square > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / square)) : 0;
      double offX = px - share * dx;
      double offY = py - share * dy;
      return offX * offX + offY * offY;
    }
  }

  private Outline() {}

  static Outline of(Polyline line) {
    Outline outline = new Outline();
    outline.add(line.points(), false, true);
    return outline;
  }

  /**
   * The rings of a polygon.
   *
   * @param thin holes at most this wide or high may be gone on the other side, so nothing has to be
   *     near them
   */
  static Outline of(Polygon polygon, double thin) {
    Outline outline = new Outline();
    outline.add(polygon.exterior(), true, true);
    for (List<Point> hole : polygon.holes()) {
      Rectangle box = Polyline.boundsOf(hole);
      outline.add(hole, true, Math.min(box.width(), box.height()) > thin);
    }
    return outline;
  }

  private void add(List<Point> points, boolean closed, boolean tells) {
    for (int i = closed ? 0 : 1; i < points.size(); i++) {
      Point a = points.get(i == 0 ? points.size() - 1 : i - 1);
      Point b = points.get(i);
      pieces.add(new Piece(a.x(), a.y(), b.x() - a.x(), b.y() - a.y()));
      length += Math.hypot(b.x() - a.x(), b.y() - a.y());
      if (tells) {
        telling.add(b);
        // Shapes with the same corners, joined in another order, differ in the middles.
        telling.add(new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2));
      }
    }
  }

  /** Length of all pieces in pixels. */
  double length() {
    return length;
  }

  /**
   * How far the corners and the middles of the pieces lie off the other outline, at most.
   *
   * @return the distance in pixels, or infinity as soon as it is beyond the reach
   */
  double distanceTo(Outline other, double reach) {
    double worst = 0;
    for (Point point : telling) {
      double nearest = Double.POSITIVE_INFINITY;
      for (Piece piece : other.pieces) {
        nearest = Math.min(nearest, piece.squareTo(point));
      }
      worst = Math.max(worst, nearest);
      if (worst > reach * reach) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return Math.sqrt(worst);
  }
}
