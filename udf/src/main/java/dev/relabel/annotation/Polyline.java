package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of straight pieces.
 *
 * @param points its corners in order, at least two
 */
public record Polyline(List<Point> points) implements Geometry {
  public Polyline {
    points = List.copyOf(points);
    if (points.size() < 2) {
      throw new IllegalArgumentException("A line has at least 2 points, not " + points.size());
    }
  }

  /** Points from {@code x0, y0, x1, y1, …}. */
  static List<Point> points(double... coordinates) {
    if (coordinates.length % 2 != 0) {
      throw new IllegalArgumentException(
          "Coordinates come in pairs, not as %s numbers".formatted(coordinates.length));
    }
    List<Point> points = new ArrayList<>(coordinates.length / 2);
    for (int i = 0; i < coordinates.length; i += 2) {
      points.add(new Point(coordinates[i], coordinates[i + 1]));
    }
    return points;
  }

  /** The smallest box around the points, widened to the pixels that hold them where it is flat. */
  static Rectangle boundsOf(List<Point> points) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      left = Math.min(left, point.x());
      top = Math.min(top, point.y());
      right = Math.max(right, point.x());
      bottom = Math.max(bottom, point.y());
    }
    if (right <= left) {
      left = Math.floor(left);
      right = left + 1;
    }
    if (bottom <= top) {
      top = Math.floor(top);
      bottom = top + 1;
    }
    return new Rectangle(left, top, right, bottom);
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.POLYLINE;
  }

  @Override
  public Rectangle bounds() {
    return boundsOf(points);
  }

  @Override
  public double area() {
    return 0;
  }
}
