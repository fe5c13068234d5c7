package dev.relabel.annotation;

/**
 * An upright box.
 *
 * @param left first column covered, in pixels
 * @param top first row covered, in pixels
 * @param right first column no longer covered ({@code right > left})
 * @param bottom first row no longer covered ({@code bottom > top})
 */
public record Rectangle(double left, double top, double right, double bottom) implements Geometry {
  public Rectangle {
    boolean finite =
        Double.isFinite(left)
            && Double.isFinite(top)
            && Double.isFinite(right)
            && Double.isFinite(bottom);
    if (!finite || !(right > left && bottom > top)) {
      throw new IllegalArgumentException(
          "Rectangle is empty: left=%s top=%s right=%s bottom=%s"
              .formatted(left, top, right, bottom));
    }
  }

  /** Columns covered. */
  public double width() {
    return right - left;
  }

  /** Rows covered. */
  public double height() {
    return bottom - top;
  }

  /** Whether both cover some area together; boxes that only touch do not. */
  public boolean overlaps(Rectangle other) {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.RECTANGLE;
  }

  @Override
  public Rectangle bounds() {
    return this;
  }

  @Override
  public double area() {
    return width() * height();
  }
}
