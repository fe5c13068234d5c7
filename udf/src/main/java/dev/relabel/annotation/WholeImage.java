package dev.relabel.annotation;

/**
 * No place on the image: the label is about all of it, as a classifier's is.
 *
 * <p>It has no size of its own. Its bounds are the one pixel at the origin, only because every
 * shape has some; two of the same class are the same label.
 */
public record WholeImage() implements Geometry {
  /** The only one. */
  public static final WholeImage INSTANCE = new WholeImage();

  private static final Rectangle NOWHERE = new Rectangle(0, 0, 1, 1);

  @Override
  public GeometryKind kind() {
    return GeometryKind.IMAGE;
  }

  @Override
  public Rectangle bounds() {
    return NOWHERE;
  }

  @Override
  public double area() {
    return 0;
  }
}
