package dev.relabel.track;

import dev.relabel.annotation.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * Where a box is and how it moves: the Kalman filter of SORT's successors, with the weights that
 * DeepSORT chose and ByteTrack kept ({@code yolox/tracker/kalman_filter.py}). All noise is in
 * proportion to the height, but for the aspect ratio's.
 *
 * <p>The filter's matrices never mix two coordinates, so each is filtered alone; that is the same
 * as with matrices of eight rows.
 *
 * @param x of the centre, in pixels
 * @param y of the centre, in pixels
 * @param aspect width by height
 * @param height in pixels
 */
record BoxMotion(Axis x, Axis y, Axis aspect, Axis height) {
  /** Standard deviations a frame, as a part of the height. */
  private static final double POSITION = 1.0 / 20;

  private static final double VELOCITY = 1.0 / 160;

  /** Standard deviations of the aspect ratio. */
  private static final double ASPECT = 1e-2;

  private static final double ASPECT_VELOCITY = 1e-5;
  private static final double ASPECT_SEEN = 1e-1;

  /** What is known from one sight. */
  static BoxMotion of(Rectangle box) {
    double deviation = 2 * POSITION * box.height();
    double velocity = 10 * VELOCITY * box.height();
    return new BoxMotion(
        Axis.at(centreX(box), deviation, velocity),
        Axis.at(centreY(box), deviation, velocity),
        Axis.at(box.width() / box.height(), ASPECT, ASPECT_VELOCITY),
        Axis.at(box.height(), deviation, velocity));
  }

  /** One frame later. */
  BoxMotion predicted() {
    double deviation = POSITION * height.position();
    double velocity = VELOCITY * height.position();
    return new BoxMotion(
        x.predicted(deviation, velocity),
        y.predicted(deviation, velocity),
        aspect.predicted(ASPECT, ASPECT_VELOCITY),
        height.predicted(deviation, velocity));
  }

  /** The same after a sight. */
  BoxMotion corrected(Rectangle box) {
    double deviation = POSITION * height.position();
    return new BoxMotion(
        x.corrected(centreX(box), deviation),
        y.corrected(centreY(box), deviation),
        aspect.corrected(box.width() / box.height(), ASPECT_SEEN),
        height.corrected(box.height(), deviation));
  }

  /** The same, believed to grow no more. */
  BoxMotion withHeightAtRest() {
    return new BoxMotion(x, y, aspect, height.resting());
  }

  /** The box; null where the estimate has run into one that is empty or not finite. */
  @Nullable Rectangle box() {
    double halfHeight = height.position() / 2;
    double halfWidth = aspect.position() * halfHeight;
    double left = x.position() - halfWidth;
    double right = x.position() + halfWidth;
    double top = y.position() - halfHeight;
    double bottom = y.position() + halfHeight;
    boolean finite = Double.isFinite(right - left) && Double.isFinite(bottom - top);
    return finite && right > left && bottom > top ? new Rectangle(left, top, right, bottom) : null;
  }

  private static double centreX(Rectangle box) {
    return box.left() + box.width() / 2;
  }

  private static double centreY(Rectangle box) {
    return box.top() + box.height() / 2;
  }
}
