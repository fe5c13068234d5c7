package dev.relabel.annotation;

/**
 * The pixels of a shape as horizontal runs, top to bottom and left to right, without an image in
 * memory. A pixel belongs to a shape when its centre does.
 *
 * <p>Used by one thread; each of {@link #row}, {@link #from} and {@link #to} is valid after {@link
 * #next} has answered true.
 */
interface Spans {

  /** Steps to the next run. Runs of one row do not overlap, and none is empty. */
  boolean next();

  /** Row of the run. */
  int row();

  /** First column of the run. */
  int from();

  /** First column after the run. */
  int to();

  /** The runs of a shape with an area; none for points, lines and keypoints. */
  static Spans of(Geometry geometry) {
    if (geometry instanceof Mask mask) {
      return mask.spans();
    }
    if (geometry instanceof Polygon polygon) {
      return new PolygonSpans(polygon);
    }
    if (geometry instanceof OrientedRectangle box) {
      return new PolygonSpans(box.corners());
    }
    if (geometry instanceof Rectangle box) {
      return RowSpans.of(box);
    }
    if (geometry instanceof Ellipse ellipse) {
      return RowSpans.of(ellipse);
    }
    return RowSpans.none();
  }

  /** The first pixel whose centre is not before this position, along either axis. */
  static int firstCentreFrom(double position) {
    return (int) Math.ceil(position - 0.5);
  }
}
