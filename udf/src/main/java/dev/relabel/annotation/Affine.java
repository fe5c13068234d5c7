package dev.relabel.annotation;

/**
 * An affine map of the plane: {@code x' = xx·x + xy·y + dx}, {@code y' = yx·x + yy·y + dy}.
 *
 * @param xx how much x adds to x'
 * @param xy how much y adds to x'
 * @param dx offset of x', in pixels
 * @param yx how much x adds to y'
 * @param yy how much y adds to y'
 * @param dy offset of y', in pixels
 */
public record Affine(double xx, double xy, double dx, double yx, double yy, double dy) {

  /** Changes nothing. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /** {@code x' = scaleX·x + dx}, {@code y' = scaleY·y + dy}. */
  public static Affine scaleThenShift(double scaleX, double scaleY, double dx, double dy) {
    return new Affine(scaleX, 0, dx, 0, scaleY, dy);
  }

  /** The x' of a position. */
  public double x(double x, double y) {
    return xx * x + xy * y + dx;
  }

  /** The y' of a position. */
  public double y(double x, double y) {
    return yx * x + yy * y + dy;
  }

  /** The map that undoes this one. */
  public Affine inverse() {
    double determinant = xx * yy - xy * yx;
    if (determinant == 0 || !Double.isFinite(determinant)) {
      throw new IllegalStateException("Not invertible: " + this);
    }
    double ixx = yy / determinant;
    double ixy = -xy / determinant;
    double iyx = -yx / determinant;
    double iyy = xx / determinant;
    return new Affine(ixx, ixy, -(ixx * dx + ixy * dy), iyx, iyy, -(iyx * dx + iyy * dy));
  }
}
