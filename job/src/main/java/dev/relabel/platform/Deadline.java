package dev.relabel.platform;

import java.time.Duration;

/**
 * A moment after which a write may no longer be sent, because what it rests on was read too long
 * ago. Valid within the process that made it.
 *
 * @param nanos the moment, on the scale of {@link Time#nanos()}
 */
public record Deadline(long nanos) {

  /** The moment that lies this far ahead. */
  public static Deadline in(Duration duration, Time time) {
    return new Deadline(time.nanos() + duration.toNanos());
  }

  /** Whether the moment has passed. */
  public boolean isPast(Time time) {
    return time.nanos() - nanos > 0;
  }

  /** How long it is until then; negative once the moment has passed. */
  public Duration left(Time time) {
    return Duration.ofNanos(nanos - time.nanos());
  }
}
