package dev.relabel.track;

/**
 * One coordinate under a Kalman filter with constant velocity: an estimate and how far it may be
 * off. Time is counted in frames.
 *
 * @param position the coordinate
 * @param velocity its change a frame
 * @param variance of the position
 * @param covariance of position and velocity
 * @param velocityVariance of the velocity
 */
record Axis(
    double position, double velocity, double variance, double covariance, double velocityVariance) {

  /** At rest where it is first seen, with the given standard deviations. */
  static Axis at(double position, double deviation, double velocityDeviation) {
    return new Axis(position, 0, deviation * deviation, 0, velocityDeviation * velocityDeviation);
  }

  /** One frame later; the deviations are of what may have changed since. */
  Axis predicted(double deviation, double velocityDeviation) {
    return new Axis(
        position + velocity,
        velocity,
        variance + 2 * covariance + velocityVariance + deviation * deviation,
        covariance + velocityVariance,
        velocityVariance + velocityDeviation * velocityDeviation);
  }

  /** The same after it was seen somewhere; the deviation is that of the sight. */
  Axis corrected(double seen, double deviation) {
    double total = variance + deviation * deviation;
    double gain = variance / total;
    double velocityGain = covariance / total;
    double surprise = seen - position;
    return new Axis(
        position + gain * surprise,
        velocity + velocityGain * surprise,
        variance - gain * variance,
        covariance - gain * covariance,
        velocityVariance - velocityGain * covariance);
  }

  /** The same, believed to rest. */
  Axis resting() {
    return new Axis(position, 0, variance, covariance, velocityVariance);
  }
}
