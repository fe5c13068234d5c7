package dev.relabel.platform.embedded.geti;

/** What a {@link Rate} has left. Thread-safe. */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final Rate rate;
  private double left;
  private long lastNanos;

  TokenBucket(Rate rate, long nowNanos) {
    this.rate = rate;
    this.left = rate.burst();
    this.lastNanos = nowNanos;
  }

  /** Takes one, if there is one. */
  synchronized boolean take(long nowNanos) {
    double since = (nowNanos - lastNanos) / NANOS;
    left = Math.min(rate.burst(), left + Math.max(0, since) * rate.perSecond());
    lastNanos = nowNanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
