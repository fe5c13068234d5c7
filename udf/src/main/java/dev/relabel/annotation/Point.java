package dev.relabel.annotation;

/**
 * A single position.
 *
 * @param x pixels from the left edge
 * @param y pixels from the top edge
 */
public record Point(double x, double y) implements Geometry {
  public Point {
    if (!(Double.isFinite(x) && Double.isFinite(y))) {
      throw new IllegalArgumentException("Point is not finite: x=%s y=%s".formatted(x, y));
    }
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.POINT;
  }

  @Override
  public Rectangle bounds() {
    double left = Math.floor(x);
    double top = Math.floor(y);
    return new Rectangle(left, top, left + 1, top + 1);
  }

  @Override
  public double area() {
    return 0;
  }
}
