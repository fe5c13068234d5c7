package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.List;

/** Polygons in place of an ellipse. */
final class EllipseOutline {
  private static final int FEWEST_CORNERS = 8;

  /** A finer outline than this helps nobody; on a circle of 10 000 pixels it is off by 10⁻⁵. */
  private static final int MOST_CORNERS = 1 << 16;

  private EllipseOutline() {}

  /** The polygon of the ellipse's area whose corners lie evenly around it, just outside. */
  static Polygon withCorners(Ellipse ellipse, int corners) {
    Rectangle box = ellipse.box();
    double step = 2 * Math.PI / corners;
    double outwards = Math.sqrt(step / Math.sin(step));
    double centerX = (box.left() + box.right()) / 2;
    double centerY = (box.top() + box.bottom()) / 2;
    List<Point> ring = new ArrayList<>(corners);
    for (int i = 0; i < corners; i++) {
      ring.add(
          new Point(
              centerX + outwards * box.width() / 2 * Math.sin(i * step),
              centerY - outwards * box.height() / 2 * Math.cos(i * step)));
    }
    return new Polygon(ring, List.of());
  }

  /** The fewest corners with which the outline is nowhere further than this off, in pixels. */
  static int cornersFor(Ellipse ellipse, double maxError) {
    double radius = Math.max(ellipse.box().width(), ellipse.box().height()) / 2;
    // The outline lies between the inscribed polygon and the corners moved outwards by less than
    // the inscribed polygon's own error, r·(1 − cos(π/n)).
    double halfStep = Math.acos(Math.max(0, 1 - maxError / radius));
    double corners = Math.ceil(Math.PI / halfStep);
    return (int) Math.max(FEWEST_CORNERS, Math.min(MOST_CORNERS, corners));
  }
}
