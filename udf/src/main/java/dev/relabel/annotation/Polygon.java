package dev.relabel.annotation;

import java.util.List;

/**
 * An area with straight edges and possibly holes. Coordinates may be listed from any start and in
 * either direction; {@link Canonical} settles one.
 *
 * @param exterior the outer ring, at least three corners, not closed by repeating the first
 * @param holes rings cut out of it, each at least three corners
 */
public record Polygon(List<Point> exterior, List<List<Point>> holes) implements Geometry {
  public Polygon {
    exterior = ring(exterior);
    holes = holes.stream().map(Polygon::ring).toList();
  }

  /** A polygon without holes from {@code x0, y0, x1, y1, …}. */
  public static Polygon of(double... coordinates) {
    return new Polygon(Polyline.points(coordinates), List.of());
  }

  private static List<Point> ring(List<Point> points) {
    if (points.size() < 3) {
      throw new IllegalArgumentException(
          "A polygon's ring has at least 3 corners, not " + points.size());
    }
    return List.copyOf(points);
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.POLYGON;
  }

  @Override
  public Rectangle bounds() {
    return Polyline.boundsOf(exterior);
  }

  /** What the exterior holds (even-odd) and none of the holes holds. */
  @Override
  public double area() {
    return holes.isEmpty() && isConvex() ? Math.abs(signedArea(exterior)) : Slabs.area(this);
  }

  /** Whether the exterior turns one way only, and once around. */
  private boolean isConvex() {
    int right = 0;
    int left = 0;
    int upToDown = 0;
    int size = exterior.size();
    for (int i = 0; i < size; i++) {
      Point a = exterior.get(i);
      Point b = exterior.get((i + 1) % size);
      Point c = exterior.get((i + 2) % size);
      double turn = (b.x() - a.x()) * (c.y() - b.y()) - (b.y() - a.y()) * (c.x() - b.x());
      right += turn > 0 ? 1 : 0;
      left += turn < 0 ? 1 : 0;
      upToDown += b.y() < a.y() && c.y() >= b.y() ? 1 : 0;
    }
    return (right == 0 || left == 0) && upToDown == 1;
  }

  /** The shoelace formula: positive when the ring runs clockwise on the image (y down). */
  static double signedArea(List<Point> ring) {
    Point origin = ring.get(0); // keeps the digits of small rings far from the corner
    double twice = 0;
    for (int i = 1; i + 1 < ring.size(); i++) {
      Point a = ring.get(i);
      Point b = ring.get(i + 1);
      twice +=
          (a.x() - origin.x()) * (b.y() - origin.y()) - (b.x() - origin.x()) * (a.y() - origin.y());
    }
    return twice / 2;
  }
}
