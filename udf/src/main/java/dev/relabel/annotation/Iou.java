package dev.relabel.annotation;

/**
 * Intersection over union: how much two shapes cover each other, 0 (nothing shared) to 1 (the same
 * area). Never NaN, the same whichever shape comes first, and 1 for a shape with itself.
 */
public final class Iou {
  /** Beyond this many rows a polygon's area stands in for the number of its pixels. */
  private static final int MAX_ROWS = 1 << 20;

  /** Beyond it, ints could not count the rows. */
  private static final double FARTHEST_ROW = 1 << 30;

  /** Error of the outline: 0.00015 of the radius. */
  private static final int ELLIPSE_CORNERS = 256;

  private Iou() {}

  /**
   * The IoU of the covered areas.
   *
   * <table>
   * <caption>How the area is found</caption>
   * <tr><th>pair</th><th>method</th></tr>
   * <tr><td>boxes, rotated boxes, polygons</td><td>exact up to rounding; a polygon covers what its
   * exterior holds (even-odd) and none of its holes holds</td></tr>
   * <tr><td>ellipse with one of these or with an ellipse</td><td>polygon of 256 corners and the
   * ellipse's area; IoU off by less than 0.0005</td></tr>
   * <tr><td>mask with mask</td><td>exact, by run lengths</td></tr>
   * <tr><td>mask with box</td><td>exact, pixels being unit squares</td></tr>
   * <tr><td>mask with another area</td><td>the other's pixels are those whose centres it covers</td>
   * </tr>
   * <tr><td>point, line or keypoints with anything</td><td>0</td></tr>
   * <tr><td>whole image with whole image</td><td>1</td></tr>
   * </table>
   */
  public static double of(Geometry a, Geometry b) {
    if (a instanceof WholeImage && b instanceof WholeImage) {
      return 1;
    }
    if (!a.kind().hasArea() || !b.kind().hasArea()) {
      return 0;
    }
    if (a.equals(b)) {
      return a.area() > 0 ? 1 : 0;
    }
    if (!a.bounds().overlaps(b.bounds())) {
      return 0;
    }
    if (a instanceof Mask mask) {
      return ofMask(mask, b);
    }
    if (b instanceof Mask mask) {
      return ofMask(mask, a);
    }
    if (a instanceof Rectangle boxA && b instanceof Rectangle boxB) {
      return ofBoxes(boxA, boxB);
    }
    double shared =
        isBox(a) && isBox(b)
            ? ConvexClip.shared(ring(outline(a)), ring(outline(b)))
            : Slabs.shared(outline(a), outline(b));
    return ratio(shared, a.area(), b.area());
  }

  /**
   * The IoU of the shapes' bounding boxes, whatever the shapes: the rule of platforms that compare
   * boxes only. A union without area gives 0.
   */
  public static double ofBounds(Geometry a, Geometry b) {
    if (a instanceof WholeImage || b instanceof WholeImage) {
      return a.equals(b) ? 1 : 0;
    }
    return ofBoxes(a.bounds(), b.bounds());
  }

  private static double ofBoxes(Rectangle a, Rectangle b) {
    return a.equals(b)
        ? (a.area() > 0 ? 1 : 0)
        : ratio(sharedByBoxes(a, b.left(), b.top(), b.right(), b.bottom()), a.area(), b.area());
  }

  private static double sharedByBoxes(
      Rectangle a, double left, double top, double right, double bottom) {
    double width = Math.min(a.right(), right) - Math.max(a.left(), left);
    double height = Math.min(a.bottom(), bottom) - Math.max(a.top(), top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  private static double ofMask(Mask mask, Geometry other) {
    if (other instanceof Rectangle box) {
      double shared = 0;
      Spans spans = mask.spans();
      while (spans.next()) {
        shared += sharedByBoxes(box, spans.from(), spans.row(), spans.to(), spans.row() + 1.0);
      }
      return ratio(shared, mask.area(), box.area());
    }
    Rectangle bounds = other.bounds();
    if (bounds.height() > MAX_ROWS || Math.abs(bounds.top()) > FARTHEST_ROW) {
      // Only what lies in the mask's rows is looked at pixel by pixel; the rest is all union.
      return RingClip.clip(outline(other), mask.bounds())
          .map(near -> SharedPixels.of(mask.spans(), Spans.of(near)).shared())
          .map(shared -> ratio(shared, mask.area(), other.area()))
          .orElse(0.0);
    }
    SharedPixels pixels = SharedPixels.of(mask.spans(), Spans.of(other));
    return ratio(pixels.shared(), pixels.first(), pixels.second());
  }

  private static double ratio(double shared, double areaA, double areaB) {
    double union = areaA + areaB - shared;
    double ratio = shared / union;
    // An area that overflowed makes NaN; rounding can leave the range by the last digit.
    return ratio > 0 ? Math.min(1, ratio) : 0;
  }

  private static boolean isBox(Geometry geometry) {
    return geometry instanceof Rectangle || geometry instanceof OrientedRectangle;
  }

  private static Polygon outline(Geometry geometry) {
    if (geometry instanceof Rectangle box) {
      return Conversions.toPolygon(box);
    }
    if (geometry instanceof OrientedRectangle box) {
      return box.corners();
    }
    return geometry instanceof Ellipse ellipse
        ? EllipseOutline.withCorners(ellipse, ELLIPSE_CORNERS)
        : (Polygon) geometry;
  }

  private static double[] ring(Polygon polygon) {
    double[] ring = new double[2 * polygon.exterior().size()];
    int at = 0;
    for (Point corner : polygon.exterior()) {
      ring[at++] = corner.x();
      ring[at++] = corner.y();
    }
    return ring;
  }
}
