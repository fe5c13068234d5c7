package dev.relabel.annotation;

/**
 * An upright ellipse, described by the box that it touches.
 *
 * @param box the smallest upright box around it
 */
public record Ellipse(Rectangle box) implements Geometry {
  @Override
  public GeometryKind kind() {
    return GeometryKind.ELLIPSE;
  }

  @Override
  public Rectangle bounds() {
    return box;
  }

  @Override
  public double area() {
    return Math.PI / 4 * box.area();
  }
}
