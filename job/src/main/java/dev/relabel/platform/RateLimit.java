package dev.relabel.platform;

import java.time.Duration;

/**
 * Spaces out the requests of one process, so that a whole job stays below a rate however many
 * processes and threads it has.
 *
 * <p>A token bucket that holds a second's worth of requests. When the platform says that it gets
 * too many, the rate is halved (once per burst of such answers) and creeps back with every success.
 * Safe for use by several threads; the lock is never held while waiting.
 */
public final class RateLimit {
  private static final double SLOWEST_SHARE = 1.0 / 64;
  // A halved rate is whole again after fifty successes.
  private static final double RECOVERY_SHARE = 1.0 / 100;
  // Requests already under way answer 429 together; they are one sign, not many.
  private static final long ONE_BURST_NANOS = 1_000_000_000L;

  private final double fullRate;
  private final double capacity;
  private final Time time;

  private final Object lock = new Object();
  private double rate;
  private double tokens;

  /** When {@link #tokens} was counted; lies ahead while everything waits. */
  private long countedAt;

  /** When the last pause ends that the platform has asked for. */
  private long pausedUntil;

  private long lastSlowDown;

  /**
   * A limit for this process.
   *
   * @param requestsPerSecond rate of the whole job, positive
   * @param processes how many processes share it, at least 1
   */
  public RateLimit(double requestsPerSecond, int processes, Time time) {
    if (!(requestsPerSecond > 0) || processes < 1) {
      throw new IllegalArgumentException(
          "Not a rate: %s requests per second for %s processes"
              .formatted(requestsPerSecond, processes));
    }
    this.fullRate = requestsPerSecond / processes;
    this.capacity = Math.max(1, fullRate);
    this.time = time;
    this.rate = fullRate;
    this.tokens = capacity;
    this.countedAt = time.nanos();
    this.pausedUntil = countedAt;
    this.lastSlowDown = countedAt - ONE_BURST_NANOS;
  }

  /** Waits until the next request may be sent. */
  public void acquire() throws InterruptedException {
    long wait = reserve();
    while (wait > 0) {
      time.sleep(Duration.ofNanos(wait));
      wait = pauseLeft(); // the platform may have asked for one meanwhile
    }
  }

  private long pauseLeft() {
    synchronized (lock) {
      return pausedUntil - time.nanos();
    }
  }

  private long reserve() {
    synchronized (lock) {
      long now = time.nanos();
      if (now - countedAt > 0) {
        tokens = Math.min(capacity, tokens + (now - countedAt) / 1e9 * rate);
        countedAt = now;
      }
      tokens -= 1;
      // Below zero, the request is due when the bucket would have come back to zero.
      long dueIn = tokens >= 0 ? 0 : (long) Math.ceil(-tokens / rate * 1e9);
      return countedAt - now + dueIn;
    }
  }

  /**
   * The platform turned a request away because there were too many.
   *
   * @param pause for how long it wants none at all; may be 0
   */
  public void slowDown(Duration pause) {
    synchronized (lock) {
      long now = time.nanos();
      if (now - lastSlowDown >= ONE_BURST_NANOS) {
        lastSlowDown = now;
        rate = Math.max(fullRate * SLOWEST_SHARE, rate / 2);
      }
      tokens = Math.min(tokens, 0);
      long until = now + pause.toNanos();
      countedAt = until - countedAt > 0 ? until : countedAt;
      pausedUntil = until - pausedUntil > 0 ? until : pausedUntil;
    }
  }

  /** The platform answered; after it had turned requests away, the rate rises a little again. */
  public void succeeded() {
    synchronized (lock) {
      rate = Math.min(fullRate, rate + fullRate * RECOVERY_SHARE);
    }
  }

  /** The present rate of this process, in requests per second. */
  public double requestsPerSecond() {
    synchronized (lock) {
      return rate;
    }
  }
}
