package dev.relabel.annotation;

import java.util.List;
import java.util.Optional;

/** Cuts shapes at the edge of an image, as platforms do before they store them. */
public final class Clipping {
  private Clipping() {}

  /**
   * The part of a shape on an image; empty when nothing of it is there. A shape that lies inside is
   * given back as it is.
   *
   * <table>
   * <caption>What becomes of a shape that reaches beyond the edge</caption>
   * <tr><th>shape</th><th>result</th></tr>
   * <tr><td>rectangle</td><td>the exact rest, a rectangle</td></tr>
   * <tr><td>oriented rectangle</td><td>itself, wherever it lies: cut, it would be another shape, and
   * Supervisely stores it uncut too</td></tr>
   * <tr><td>ellipse</td><td>a polygon, at most 0.05 pixels off the ellipse</td></tr>
   * <tr><td>polygon</td><td>the exact rest, one polygon even when it is cut into pieces: these hang
   * together by corners along the image's edge that cover no area</td></tr>
   * <tr><td>line</td><td>the rest from its first to its last position inside; a way outside in
   * between runs along the image's edge</td></tr>
   * <tr><td>mask</td><td>its pixels whose centres are on the image</td></tr>
   * <tr><td>point, keypoints</td><td>the points on the image; one on its very edge stays</td></tr>
   * </table>
   *
   * @param width width of the image in pixels, positive
   * @param height height of the image in pixels, positive
   */
  public static Optional<Geometry> clipped(Geometry geometry, double width, double height) {
    Rectangle image = new Rectangle(0, 0, width, height);
    if (geometry instanceof OrientedRectangle) {
      return Optional.of(geometry);
    }
    if (geometry instanceof Point point) {
      return holds(image, point) ? Optional.of(point) : Optional.empty();
    }
    if (geometry instanceof Keypoints keypoints) {
      return keypoints(keypoints, image);
    }
    if (geometry instanceof Mask mask) {
      return mask(mask, image).map(rest -> rest);
    }
    if (geometry instanceof Polyline line) {
      return line.points().stream().allMatch(point -> holds(image, point))
          ? Optional.of(line)
          : RingClip.clip(line, image).map(rest -> rest);
    }
    Optional<Rectangle> rest = shared(geometry.bounds(), image);
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    if (rest.get().equals(geometry.bounds())) {
      return Optional.of(geometry);
    }
    if (geometry instanceof Polygon polygon) {
      return RingClip.clip(polygon, image).map(part -> part);
    }
    if (geometry instanceof Ellipse ellipse) {
      return RingClip.clip(Conversions.toPolygon(ellipse, 0.05), image).map(part -> part);
    }
    return rest.map(box -> box);
  }

  private static boolean holds(Rectangle image, Point point) {
    return point.x() >= image.left()
        && point.x() <= image.right()
        && point.y() >= image.top()
        && point.y() <= image.bottom();
  }

  private static Optional<Rectangle> shared(Rectangle a, Rectangle b) {
    double left = Math.max(a.left(), b.left());
    double top = Math.max(a.top(), b.top());
    double right = Math.min(a.right(), b.right());
    double bottom = Math.min(a.bottom(), b.bottom());
    return right > left && bottom > top
        ? Optional.of(new Rectangle(left, top, right, bottom))
        : Optional.empty();
  }

  private static Optional<Geometry> keypoints(Keypoints keypoints, Rectangle image) {
    List<Keypoints.Node> inside =
        keypoints.nodes().stream().filter(node -> holds(image, node.at())).toList();
    if (inside.size() == keypoints.nodes().size()) {
      return Optional.of(keypoints);
    }
    return inside.isEmpty() ? Optional.empty() : Optional.of(new Keypoints(inside));
  }

  private static Optional<Mask> mask(Mask mask, Rectangle image) {
    int columns = Spans.firstCentreFrom(image.right());
    int rows = Spans.firstCentreFrom(image.bottom());
    Rectangle box = mask.bounds();
    if (box.left() >= 0 && box.top() >= 0 && box.right() <= columns && box.bottom() <= rows) {
      return Optional.of(mask);
    }
    MaskBuilder rest = new MaskBuilder();
    Spans spans = mask.spans();
    while (spans.next()) {
      if (spans.row() >= 0 && spans.row() < rows) {
        rest.add(spans.row(), Math.max(0, spans.from()), Math.min(columns, spans.to()));
      }
    }
    return rest.build();
  }
}
