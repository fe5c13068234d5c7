package dev.relabel.model.head;

import dev.relabel.annotation.Point;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts shapes to the picture. */
final class Clip {
  private Clip() {}

  /** The part of a box that lies on a picture of this size; empty when nothing is left. */
  static Optional<Rectangle> box(
      double left, double top, double right, double bottom, int width, int height) {
    double clippedLeft = Math.max(0, left);
    double clippedTop = Math.max(0, top);
    double clippedRight = Math.min(width, right);
    double clippedBottom = Math.min(height, bottom);
    return clippedRight > clippedLeft && clippedBottom > clippedTop
        ? Optional.of(new Rectangle(clippedLeft, clippedTop, clippedRight, clippedBottom))
        : Optional.empty();
  }

  /**
   * The part of a convex ring that lies on a picture of this size (Sutherland and Hodgman); fewer
   * than three corners mean that nothing is left.
   */
  static List<Point> convexRing(List<Point> ring, int width, int height) {
    List<Point> rest = halfPlane(ring, 1, 0, 0);
    rest = halfPlane(rest, -1, 0, width);
    rest = halfPlane(rest, 0, 1, 0);
    return halfPlane(rest, 0, -1, height);
  }

  /** Keeps {@code a·x + b·y + c ≥ 0}. */
  private static List<Point> halfPlane(List<Point> ring, double a, double b, double c) {
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      Point here = ring.get(i);
      Point next = ring.get((i + 1) % ring.size());
      double depthHere = a * here.x() + b * here.y() + c;
      double depthNext = a * next.x() + b * next.y() + c;
      if (depthHere >= 0) {
        kept.add(here);
      }
      if ((depthHere > 0 && depthNext < 0) || (depthHere < 0 && depthNext > 0)) {
        double share = depthHere / (depthHere - depthNext);
        kept.add(
            new Point(
                here.x() + share * (next.x() - here.x()),
                here.y() + share * (next.y() - here.y())));
      }
    }
    return kept;
  }
}
