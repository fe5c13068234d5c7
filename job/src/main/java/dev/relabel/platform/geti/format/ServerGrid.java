package dev.relabel.platform.geti.format;

import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.util.List;

/**
 * What becomes of shapes on a server: it keeps them as fractions of the image's size and rounds, to
 * the even one of two neighbours, when they are read.
 *
 * <p>A near edge moves by half a pixel at most, a far edge by one pixel, as a position and a length
 * are rounded each for itself; a corner by half a pixel. Reading what was read changes nothing.
 */
public final class ServerGrid {
  private static final double ROTATED_STEPS = 10_000;
  private static final double FULL_TURN = 360;

  private ServerGrid() {}

  /**
   * The shape as it is read back: whole pixels; for oriented rectangles four decimals and an angle
   * in 0–360 degrees, as projects of rotated detection give them.
   *
   * @param shape one that {@link ShapeJson} can write
   */
  public static Geometry asRead(Geometry shape) {
    if (shape instanceof Rectangle box) {
      return whole(box);
    }
    if (shape instanceof Ellipse ellipse) {
      return new Ellipse(whole(ellipse.box()));
    }
    if (shape instanceof OrientedRectangle box) {
      double degrees = Math.toDegrees(box.angle()) % FULL_TURN;
      double turned = fine(degrees < 0 ? degrees + FULL_TURN : degrees) % FULL_TURN;
      return new OrientedRectangle(
          fine(box.centerX()),
          fine(box.centerY()),
          fine(box.width()),
          fine(box.height()),
          Math.toRadians(turned));
    }
    if (shape instanceof Polygon polygon) {
      return new Polygon(ring(polygon.exterior()), polygon.holes());
    }
    if (shape instanceof Point point) {
      return whole(point);
    }
    if (shape instanceof Keypoints keypoints) {
      return new Keypoints(
          keypoints.nodes().stream()
              .map(each -> new Keypoints.Node(each.name(), whole(each.at()), each.visible()))
              .toList());
    }
    throw new IllegalArgumentException("Geti has no shape for " + shape.kind().tableName());
  }

  /**
   * An oriented rectangle as it is read back where the project is not one of rotated detection
   * alone: its corners on whole pixels, from the one that is bottom right at angle 0, clockwise.
   */
  public static Polygon cornersAsRead(OrientedRectangle box) {
    List<Point> corners = box.corners().exterior();
    return new Polygon(
        ring(List.of(corners.get(2), corners.get(3), corners.get(0), corners.get(1))), List.of());
  }

  private static Rectangle whole(Rectangle box) {
    double left = Math.rint(box.left());
    double top = Math.rint(box.top());
    // What is thinner than the server takes must not vanish here.
    double width = Math.max(1, Math.rint(box.width()));
    double height = Math.max(1, Math.rint(box.height()));
    return new Rectangle(left, top, left + width, top + height);
  }

  private static List<Point> ring(List<Point> ring) {
    return ring.stream().map(ServerGrid::whole).toList();
  }

  private static Point whole(Point point) {
    return new Point(Math.rint(point.x()), Math.rint(point.y()));
  }

  private static double fine(double value) {
    return Math.rint(value * ROTATED_STEPS) / ROTATED_STEPS;
  }
}
