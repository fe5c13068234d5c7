package dev.relabel.annotation;

import java.util.List;

/** Shapes under affine maps, such as from a model's input back to the picture. */
public final class Transforms {
  /** Two directions count as perpendicular when their cosine is below this: rounding, not skew. */
  private static final double PERPENDICULAR = 1e-9;

  private Transforms() {}

  /**
   * The image of a shape under an invertible map.
   *
   * <table>
   * <caption>What becomes of the kinds</caption>
   * <tr><th>shape</th><th>sides stay upright (scale, shift, flip, quarter turn)</th><th>other
   * turns</th><th>skew</th></tr>
   * <tr><td>rectangle</td><td>rectangle, exact</td><td>oriented rectangle</td><td>polygon</td></tr>
   * <tr><td>oriented rectangle</td><td colspan="3">oriented rectangle where its sides stay
   * perpendicular, otherwise polygon</td></tr>
   * <tr><td>ellipse</td><td>ellipse, exact</td><td colspan="2">circle under an even scale: ellipse;
   * otherwise polygon, off by at most 0.05 pixels before the map</td></tr>
   * <tr><td>mask</td><td colspan="3">the pixels whose centres come from the mask (nearest
   * neighbour): exact for the eight EXIF orientations and whole-pixel shifts, resampled otherwise;
   * a mask too small to meet a pixel's centre keeps the one pixel where its first pixel goes</td>
   * </tr>
   * <tr><td>others</td><td colspan="3">their points</td></tr>
   * </table>
   *
   * @throws IllegalArgumentException if the map has no inverse or the result does not fit into the
   *     numbers that describe it
   */
  public static Geometry transformed(Geometry geometry, Affine map) {
    double determinant = map.xx() * map.yy() - map.xy() * map.yx();
    if (determinant == 0 || !Double.isFinite(determinant)) {
      throw new IllegalArgumentException("A map of shapes must have an inverse: " + map);
    }
    if (map.equals(Affine.IDENTITY)) {
      return geometry;
    }
    if (geometry instanceof Rectangle box) {
      return keepsUpright(map)
          ? upright(box, map)
          : oriented(Conversions.toOrientedRectangle(box), map);
    }
    if (geometry instanceof OrientedRectangle box) {
      return oriented(box, map);
    }
    if (geometry instanceof Ellipse ellipse) {
      return ellipse(ellipse, map);
    }
    if (geometry instanceof Polygon polygon) {
      return polygon(polygon, map);
    }
    if (geometry instanceof Polyline line) {
      return new Polyline(points(line.points(), map));
    }
    if (geometry instanceof Point point) {
      return point(point, map);
    }
    if (geometry instanceof Keypoints keypoints) {
      return new Keypoints(
          keypoints.nodes().stream()
              .map(node -> new Keypoints.Node(node.name(), point(node.at(), map), node.visible()))
              .toList());
    }
    return geometry instanceof Mask mask ? MaskResampling.resampled(mask, map) : geometry;
  }

  /** Whether horizontal and vertical lines stay so, or change places. */
  private static boolean keepsUpright(Affine map) {
    return (map.xy() == 0 && map.yx() == 0) || (map.xx() == 0 && map.yy() == 0);
  }

  /** The upright box around the image of a box. */
  static Rectangle upright(Rectangle box, Affine map) {
    return Polyline.boundsOf(points(Conversions.toPolygon(box).exterior(), map));
  }

  private static Geometry oriented(OrientedRectangle box, Affine map) {
    double cos = Math.cos(box.angle());
    double sin = Math.sin(box.angle());
    double alongX = map.xx() * cos + map.xy() * sin;
    double alongY = map.yx() * cos + map.yy() * sin;
    double acrossX = map.xy() * cos - map.xx() * sin;
    double acrossY = map.yy() * cos - map.yx() * sin;
    double along = Math.hypot(alongX, alongY);
    double across = Math.hypot(acrossX, acrossY);
    double skew = alongX * acrossX + alongY * acrossY;
    if (Math.abs(skew) > PERPENDICULAR * along * across) {
      return polygon(box.corners(), map);
    }
    return new OrientedRectangle(
        map.x(box.centerX(), box.centerY()),
        map.y(box.centerX(), box.centerY()),
        box.width() * along,
        box.height() * across,
        Math.atan2(alongY, alongX));
  }

  private static Geometry ellipse(Ellipse ellipse, Affine map) {
    Rectangle box = ellipse.box();
    if (keepsUpright(map)) {
      return new Ellipse(upright(box, map));
    }
    boolean isCircle =
        Math.abs(box.width() - box.height()) <= PERPENDICULAR * Math.max(box.width(), box.height());
    Geometry square = oriented(Conversions.toOrientedRectangle(box), map);
    if (isCircle
        && square instanceof OrientedRectangle turned
        && Math.abs(turned.width() - turned.height()) <= PERPENDICULAR * turned.width()) {
      double radius = turned.width() / 2;
      return new Ellipse(
          new Rectangle(
              turned.centerX() - radius,
              turned.centerY() - radius,
              turned.centerX() + radius,
              turned.centerY() + radius));
    }
    return polygon(Conversions.toPolygon(ellipse, 0.05), map);
  }

  private static Polygon polygon(Polygon polygon, Affine map) {
    return new Polygon(
        points(polygon.exterior(), map),
        polygon.holes().stream().map(hole -> points(hole, map)).toList());
  }

  private static List<Point> points(List<Point> points, Affine map) {
    return points.stream().map(point -> point(point, map)).toList();
  }

  private static Point point(Point point, Affine map) {
    return new Point(map.x(point.x(), point.y()), map.y(point.x(), point.y()));
  }
}
