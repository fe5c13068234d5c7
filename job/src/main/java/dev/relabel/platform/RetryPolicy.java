package dev.relabel.platform;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how patiently a failed call is repeated: exponential pauses with full jitter (a
 * pause is drawn evenly from 0 to its bound, so that clients that failed together do not return
 * together), never less than the server asked for, and all of it within a total.
 *
 * @param attempts how often a call is sent at most, at least 1
 * @param firstPause bound of the first pause; it doubles from attempt to attempt
 * @param longestPause bound that no pause exceeds unless the server asks for more
 * @param total time from the first attempt after which no further one begins
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration total)
    implements Serializable {

  /**
   * Outlasts a restart of the server and two calls that take all their time, and gives up while
   * somebody still looks at the screen.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(10, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));

  // 2^30 × any pause exceeds every bound anyone sets.
  private static final int MOST_DOUBLINGS = 30;

  public RetryPolicy {
    if (attempts < 1
        || firstPause.isNegative()
        || longestPause.isNegative()
        || total.isNegative()) {
      throw new IllegalArgumentException(
          "Not a retry policy: attempts=%s firstPause=%s longestPause=%s total=%s"
              .formatted(attempts, firstPause, longestPause, total));
    }
  }

  /** The same policy with a total that is no longer than this. */
  public RetryPolicy within(Duration shorter) {
    return shorter.compareTo(total) < 0
        ? new RetryPolicy(attempts, firstPause, longestPause, shorter)
        : this;
  }

  /**
   * How long to wait before the next attempt.
   *
   * @param failed how many attempts have failed so far, at least 1
   * @param elapsed time since the first of them began
   * @param asked what the server asked to wait, 0 if nothing
   * @param random where the jitter comes from
   * @return empty if there is to be no further attempt
   */
  public Optional<Duration> pause(
      int failed, Duration elapsed, Duration asked, RandomGenerator random) {
    if (failed >= attempts) {
      return Optional.empty();
    }
    double doubled =
        Math.scalb((double) firstPause.toNanos(), Math.min(failed - 1, MOST_DOUBLINGS));
    long bound = (long) Math.min(doubled, (double) longestPause.toNanos());
    Duration drawn = Duration.ofNanos((long) (random.nextDouble() * bound));
    Duration pause = drawn.compareTo(asked) < 0 ? asked : drawn;
    return elapsed.plus(pause).compareTo(total) > 0 ? Optional.empty() : Optional.of(pause);
  }
}
