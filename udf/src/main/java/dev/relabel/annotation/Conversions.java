package dev.relabel.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One shape as another. What a conversion loses stands at its head; the smallest upright box around
 * any shape is {@link Geometry#bounds()}, which keeps nothing of the outline.
 */
public final class Conversions {
  /** Masks count columns and rows in ints; half their range leaves room for sums. */
  private static final double FARTHEST_PIXEL = 1 << 30;

  private Conversions() {}

  /**
   * The pixels whose centres a shape covers. Loses what is finer than a pixel.
   *
   * @return empty when the shape covers no pixel's centre, so for every point, line and keypoints
   * @throws IllegalArgumentException if the mask would be too large to count in ints
   */
  public static Optional<Mask> toMask(Geometry geometry) {
    if (geometry instanceof Mask mask) {
      return Optional.of(mask);
    }
    Rectangle box = geometry.bounds();
    if (Math.min(box.left(), box.top()) < -FARTHEST_PIXEL
        || Math.max(box.right(), box.bottom()) > FARTHEST_PIXEL) {
      throw new IllegalArgumentException(
          "A mask cannot reach as far as %s; clip the shape to its image first".formatted(box));
    }
    return MaskBuilder.collect(Spans.of(geometry));
  }

  /**
   * The outlines of a mask along its pixels' edges, holes included. Loses nothing: {@link #toMask}
   * of the polygons together is the mask again.
   *
   * @return one polygon for each part whose pixels hang together by their sides, in canonical form,
   *     ordered by their first pixel (top to bottom, then left to right)
   */
  public static List<Polygon> toPolygons(Mask mask) {
    return new MaskOutline(mask).polygons();
  }

  /** The four corners, clockwise from the top left one. Loses nothing. */
  public static Polygon toPolygon(Rectangle box) {
    return Polygon.of(
        box.left(),
        box.top(),
        box.right(),
        box.top(),
        box.right(),
        box.bottom(),
        box.left(),
        box.bottom());
  }

  /** The four corners, clockwise from the one that is top left at angle 0. Loses nothing. */
  public static Polygon toPolygon(OrientedRectangle box) {
    return box.corners();
  }

  /**
   * A polygon of the ellipse's own area with as few corners as the error allows, at least 8 and at
   * most 65 536.
   *
   * @param maxError how far the outline may lie off the ellipse, in pixels, positive
   */
  public static Polygon toPolygon(Ellipse ellipse, double maxError) {
    if (!(maxError > 0)) {
      throw new IllegalArgumentException("The error allowed is positive, not " + maxError);
    }
    return EllipseOutline.withCorners(ellipse, EllipseOutline.cornersFor(ellipse, maxError));
  }

  /** The upright box as an oriented one. Loses nothing. */
  public static OrientedRectangle toOrientedRectangle(Rectangle box) {
    return new OrientedRectangle(
        (box.left() + box.right()) / 2,
        (box.top() + box.bottom()) / 2,
        box.width(),
        box.height(),
        0);
  }

  /**
   * The box of the smallest area, turned as it may be, around points. Loses everything but the
   * extent.
   *
   * @return in canonical form; empty when all points lie on one line
   */
  public static Optional<OrientedRectangle> smallestBoxAround(List<Point> points) {
    return SmallestBox.around(points);
  }

  /**
   * The box of the smallest area, turned as it may be, around a shape. Loses everything but the
   * extent; for an ellipse its corners stand for it to 0.05 pixels.
   *
   * @return in canonical form; empty when all its points lie on one line
   */
  public static Optional<OrientedRectangle> smallestBoxAround(Geometry geometry) {
    return SmallestBox.around(extremes(geometry));
  }

  /** Points whose convex hull is the shape's. */
  private static List<Point> extremes(Geometry geometry) {
    if (geometry instanceof Rectangle box) {
      return toPolygon(box).exterior();
    }
    if (geometry instanceof OrientedRectangle box) {
      return box.corners().exterior();
    }
    if (geometry instanceof Ellipse ellipse) {
      return toPolygon(ellipse, 0.05).exterior();
    }
    if (geometry instanceof Polygon polygon) {
      return polygon.exterior();
    }
    if (geometry instanceof Polyline line) {
      return line.points();
    }
    if (geometry instanceof Point point) {
      return List.of(point);
    }
    if (geometry instanceof Keypoints keypoints) {
      return keypoints.nodes().stream().map(Keypoints.Node::at).toList();
    }
    return geometry instanceof Mask mask ? corners(mask) : List.of();
  }

  private static List<Point> corners(Mask mask) {
    List<Point> corners = new ArrayList<>();
    Spans spans = mask.spans();
    while (spans.next()) {
      for (int row = spans.row(); row <= spans.row() + 1; row++) {
        corners.add(new Point(spans.from(), row));
        corners.add(new Point(spans.to(), row));
      }
    }
    return corners;
  }
}
