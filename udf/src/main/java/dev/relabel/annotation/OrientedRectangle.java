package dev.relabel.annotation;

/**
 * A box turned about its centre.
 *
 * @param centerX centre, in pixels from the left edge
 * @param centerY centre, in pixels from the top edge
 * @param width side along the box's own x axis, in pixels, positive
 * @param height side along the box's own y axis, in pixels, positive
 * @param angle radians, clockwise as seen on the image (y down); 0 means upright
 */
public record OrientedRectangle(
    double centerX, double centerY, double width, double height, double angle) implements Geometry {
  public OrientedRectangle {
    boolean finite =
        Double.isFinite(centerX)
            && Double.isFinite(centerY)
            && Double.isFinite(width)
            && Double.isFinite(height)
            && Double.isFinite(angle);
    if (!finite || !(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "OrientedRectangle is empty: centerX=%s centerY=%s width=%s height=%s angle=%s"
              .formatted(centerX, centerY, width, height, angle));
    }
  }

  @Override
  public GeometryKind kind() {
    return GeometryKind.ORIENTED_RECTANGLE;
  }

  /** The four corners, clockwise from the one that is top left when the angle is 0. */
  public Polygon corners() {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double[] xs = {-width / 2, width / 2, width / 2, -width / 2};
    double[] ys = {-height / 2, -height / 2, height / 2, height / 2};
    double[] ring = new double[8];
    for (int i = 0; i < 4; i++) {
      ring[2 * i] = centerX + xs[i] * cos - ys[i] * sin;
      ring[2 * i + 1] = centerY + xs[i] * sin + ys[i] * cos;
    }
    return Polygon.of(ring);
  }

  @Override
  public Rectangle bounds() {
    return corners().bounds();
  }

  @Override
  public double area() {
    return width * height;
  }
}
