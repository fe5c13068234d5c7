package dev.relabel.annotation;

import java.util.List;

/** Whether a shape covers a position, one position at a time: the slow, obvious reference. */
final class Coverage {
  private Coverage() {}

  static boolean covers(Geometry geometry, double x, double y) {
    if (geometry instanceof Rectangle box) {
      return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
    }
    if (geometry instanceof OrientedRectangle box) {
      double dx = x - box.centerX();
      double dy = y - box.centerY();
      double along = dx * Math.cos(-box.angle()) - dy * Math.sin(-box.angle());
      double across = dx * Math.sin(-box.angle()) + dy * Math.cos(-box.angle());
      return Math.abs(along) < box.width() / 2 && Math.abs(across) < box.height() / 2;
    }
    if (geometry instanceof Ellipse ellipse) {
      Rectangle box = ellipse.box();
      double dx = (x - (box.left() + box.right()) / 2) / (box.width() / 2);
      double dy = (y - (box.top() + box.bottom()) / 2) / (box.height() / 2);
      return dx * dx + dy * dy < 1;
    }
    if (geometry instanceof Polygon polygon) {
      return inside(polygon.exterior(), x, y)
          && polygon.holes().stream().noneMatch(hole -> inside(hole, x, y));
    }
    if (geometry instanceof Mask mask) {
      int column = (int) Math.floor(x) - mask.left();
      int row = (int) Math.floor(y) - mask.top();
      return column >= 0
          && column < mask.width()
          && row >= 0
          && row < mask.height()
          && mask.toBitSet().get(row * mask.width() + column);
    }
    return false;
  }

  /** Even-odd: how often a ray to the right meets the ring. */
  private static boolean inside(List<Point> ring, double x, double y) {
    boolean inside = false;
    for (int i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      Point a = ring.get(i);
      Point b = ring.get(j);
      if ((a.y() > y) != (b.y() > y)
          && x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x()) {
        inside = !inside;
      }
    }
    return inside;
  }

  /**
   * The IoU of what a grid of samples over 0–42 pixels sees.
   *
   * @param step distance of samples in pixels; the first lies half a step from the edge
   */
  static double iou(Geometry a, Geometry b, double step) {
    long shared = 0;
    long union = 0;
    for (double y = step / 2; y < 42; y += step) {
      for (double x = step / 2; x < 42; x += step) {
        boolean inA = covers(a, x, y);
        boolean inB = covers(b, x, y);
        shared += inA && inB ? 1 : 0;
        union += inA || inB ? 1 : 0;
      }
    }
    return union == 0 ? 0 : (double) shared / union;
  }
}
