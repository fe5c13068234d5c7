package dev.relabel.annotation;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether one label is what a server made of another: coordinates rounded, rings started elsewhere
 * or turned round, corners on straight sides dropped, masks encoded anew.
 *
 * <p>Sameness is symmetric but, as every tolerance, not transitive; sets of labels are compared
 * with {@link LabelMatching}. Where a server also clips shapes to the image, clip both first
 * ({@link Geometry#clipped}).
 */
public final class Sameness {
  /** Sums of coordinates that differ by the tolerance exactly may differ by this more. */
  static final double DUST = 1e-6;

  private static final double DIAGONAL = Math.sqrt(2);

  /** Numbers in tags come back as floats or with fewer digits. */
  private static final double TAG_DIGITS = 1e-6;

  private Sameness() {}

  /**
   * Whether two shapes are the same, within the tolerance. Shapes of different kinds never are.
   *
   * <ul>
   *   <li>Rectangle, ellipse, point, keypoints: every coordinate within {@code pixels}; keypoints
   *       also by name and visibility.
   *   <li>Oriented rectangle: the sides of the box before it is turned within {@code pixels}, in
   *       whichever of its four spellings, and an angle that moves no corner by more.
   *   <li>Polygon: every corner and every middle of a side of each within {@code pixels} along both
   *       axes of the other's outline, and the areas alike but for a seam that wide; a hole no
   *       wider than {@code pixels} may be missing.
   *   <li>Line: the ends within {@code pixels}, the rest as with polygons.
   *   <li>Mask: the same pixels, or an IoU of at least {@code maskIou}.
   * </ul>
   */
  public static boolean same(Geometry a, Geometry b, Tolerance tolerance) {
    return difference(a, b, tolerance).isPresent();
  }

  /**
   * Whether two labels are the same: class name, shape within the tolerance, tags in any order, and
   * scores within the tolerance where both have one. Who made them is not compared.
   */
  public static boolean same(Label a, Label b, Tolerance tolerance) {
    return difference(a, b, tolerance).isPresent();
  }

  /**
   * How far two labels' shapes differ; empty when the labels are not the same.
   *
   * @return about the pixels by which coordinates moved; for masks 1 − IoU
   */
  static OptionalDouble difference(Label a, Label b, Tolerance tolerance) {
    boolean scoresAgree =
        a.score().isEmpty()
            || b.score().isEmpty()
            || Math.abs(a.score().getAsDouble() - b.score().getAsDouble())
                <= tolerance.score() + DUST;
    if (!scoresAgree || !a.className().equals(b.className()) || !sameTags(a.tags(), b.tags())) {
      return OptionalDouble.empty();
    }
    return difference(a.geometry(), b.geometry(), tolerance);
  }

  /** How far two shapes differ; empty when they are not the same. */
  static OptionalDouble difference(Geometry a, Geometry b, Tolerance tolerance) {
    if (a.kind() != b.kind()) {
      return OptionalDouble.empty();
    }
    if (a.equals(b)) {
      return OptionalDouble.of(0);
    }
    if (a instanceof Mask) {
      double iou = Iou.of(a, b);
      return iou >= tolerance.maskIou() ? OptionalDouble.of(1 - iou) : OptionalDouble.empty();
    }
    double pixels = tolerance.pixels() + DUST;
    double difference = distance(a, b, pixels);
    return difference <= pixels ? OptionalDouble.of(difference) : OptionalDouble.empty();
  }

  private static double distance(Geometry a, Geometry b, double pixels) {
    if (a instanceof Rectangle boxA && b instanceof Rectangle boxB) {
      return boxes(boxA, boxB);
    }
    if (a instanceof Ellipse ellipseA && b instanceof Ellipse ellipseB) {
      return boxes(ellipseA.box(), ellipseB.box());
    }
    if (a instanceof OrientedRectangle boxA && b instanceof OrientedRectangle boxB) {
      return orientedBoxes(boxA, boxB);
    }
    if (a instanceof Point pointA && b instanceof Point pointB) {
      return points(pointA, pointB);
    }
    if (a instanceof Keypoints keypointsA && b instanceof Keypoints keypointsB) {
      return keypoints((Keypoints) Canonical.of(keypointsA), (Keypoints) Canonical.of(keypointsB));
    }
    if (a instanceof Polyline lineA && b instanceof Polyline lineB) {
      return lines(lineA, lineB, pixels);
    }
    return polygons((Polygon) a, (Polygon) b, pixels);
  }

  private static double boxes(Rectangle a, Rectangle b) {
    return Math.max(
        Math.max(Math.abs(a.left() - b.left()), Math.abs(a.top() - b.top())),
        Math.max(Math.abs(a.right() - b.right()), Math.abs(a.bottom() - b.bottom())));
  }

  private static double orientedBoxes(OrientedRectangle a, OrientedRectangle b) {
    double quarters = Math.rint((a.angle() - b.angle()) / (Math.PI / 2));
    double angle = b.angle() + quarters * (Math.PI / 2);
    boolean swapped = quarters % 2 != 0;
    double width = swapped ? b.height() : b.width();
    double height = swapped ? b.width() : b.height();
    // An edge's position is centre ± half a side, so the two differences add up.
    double x = Math.abs(a.centerX() - b.centerX()) + Math.abs(a.width() - width) / 2;
    double y = Math.abs(a.centerY() - b.centerY()) + Math.abs(a.height() - height) / 2;
    double reach = Math.max(Math.hypot(a.width(), a.height()), Math.hypot(width, height)) / 2;
    return Math.max(Math.max(x, y), Math.abs(a.angle() - angle) * reach);
  }

  private static double points(Point a, Point b) {
    return Math.max(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y()));
  }

  private static double keypoints(Keypoints a, Keypoints b) {
    if (a.nodes().size() != b.nodes().size()) {
      return Double.POSITIVE_INFINITY;
    }
    double worst = 0;
    Iterator<Keypoints.Node> others = b.nodes().iterator();
    for (Keypoints.Node node : a.nodes()) {
      Keypoints.Node other = others.next();
      if (!node.name().equals(other.name()) || node.visible() != other.visible()) {
        return Double.POSITIVE_INFINITY;
      }
      worst = Math.max(worst, points(node.at(), other.at()));
    }
    return worst;
  }

  private static double lines(Polyline a, Polyline b, double pixels) {
    double ends =
        Math.max(
            points(a.points().get(0), b.points().get(0)),
            points(a.points().get(a.points().size() - 1), b.points().get(b.points().size() - 1)));
    return ends > pixels
        ? Double.POSITIVE_INFINITY
        : Math.max(ends, outlines(Outline.of(a), Outline.of(b), pixels));
  }

  private static double polygons(Polygon a, Polygon b, double pixels) {
    Outline outlineA = Outline.of(a, pixels);
    Outline outlineB = Outline.of(b, pixels);
    double distance = outlines(outlineA, outlineB, pixels);
    if (distance > pixels || sameCorners(Canonical.of(a), Canonical.of(b), pixels)) {
      return distance;
    }
    double reach = pixels * DIAGONAL;
    double seam = reach * (Math.max(outlineA.length(), outlineB.length()) + 4 * reach);
    double unshared = a.area() + b.area() - 2 * Slabs.shared(a, b);
    return unshared <= seam ? distance : Double.POSITIVE_INFINITY;
  }

  /** Whether the corners agree one by one, as they do unless rounding has changed their order. */
  private static boolean sameCorners(Polygon a, Polygon b, double pixels) {
    if (a.holes().size() != b.holes().size() || !sameCorners(a.exterior(), b.exterior(), pixels)) {
      return false;
    }
    Iterator<List<Point>> others = b.holes().iterator();
    return a.holes().stream().allMatch(hole -> sameCorners(hole, others.next(), pixels));
  }

  private static boolean sameCorners(List<Point> a, List<Point> b, double pixels) {
    Iterator<Point> others = b.iterator();
    return a.size() == b.size()
        && a.stream().allMatch(point -> points(point, others.next()) <= pixels);
  }

  /** The farther of both directions, scaled so that a corner moved along both axes counts once. */
  private static double outlines(Outline a, Outline b, double pixels) {
    double reach = pixels * DIAGONAL;
    double distance = a.distanceTo(b, reach);
    return distance > reach ? distance : Math.max(distance, b.distanceTo(a, reach)) / DIAGONAL;
  }

  private static boolean sameTags(List<Tag> a, List<Tag> b) {
    if (a.equals(b)) {
      return true; // nearly always, and the only test that ten thousand labels can afford
    }
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<Tag> others = b.stream().sorted(Tag.BY_NAME_AND_VALUE).iterator();
    return a.stream().sorted(Tag.BY_NAME_AND_VALUE).allMatch(tag -> sameTag(tag, others.next()));
  }

  private static boolean sameTag(Tag a, Tag b) {
    if (a.value() instanceof Double x && b.value() instanceof Double y) {
      return a.name().equals(b.name())
          && Math.abs(x - y) <= TAG_DIGITS * Math.max(Math.abs(x), Math.abs(y));
    }
    return a.equals(b);
  }
}
