package dev.relabel.annotation;

import java.util.Optional;

/**
 * A shape on an image, in continuous pixel coordinates (see the package description).
 *
 * <p>Every implementation is immutable and cannot be empty or contain NaN once constructed.
 */
public sealed interface Geometry
    permits Rectangle,
        OrientedRectangle,
        Ellipse,
        Polygon,
        Polyline,
        Point,
        Mask,
        Keypoints,
        WholeImage {

  /** Which family this shape belongs to. */
  GeometryKind kind();

  /** The smallest upright box around the shape; a point's box is the pixel that holds it. */
  Rectangle bounds();

  /** The covered area in square pixels; 0 for points, lines and keypoints. */
  double area();

  /** This shape under an affine map; see {@link Transforms} for what becomes of each kind. */
  default Geometry transformed(Affine map) {
    return Transforms.transformed(this, map);
  }

  /**
   * The part of this shape on an image of that size in pixels; empty when nothing of it is there.
   * See {@link Clipping} for what becomes of each kind.
   */
  default Optional<Geometry> clipped(double width, double height) {
    return Clipping.clipped(this, width, height);
  }
}
