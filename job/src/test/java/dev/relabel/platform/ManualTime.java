package dev.relabel.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that stands still until somebody sleeps or the test moves it. */
public final class ManualTime implements Time {
  private final Instant start = Instant.parse("2026-08-12T10:00:00Z");
  private final List<Duration> sleeps = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;

  @Override
  public synchronized long nanos() {
    // An arbitrary origin near the overflow, as System.nanoTime may have.
    return Long.MAX_VALUE / 2 + elapsed.toNanos();
  }

  @Override
  public synchronized Instant now() {
    return start.plus(elapsed);
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    elapsed = elapsed.plus(duration);
  }

  /** Moves the clocks without anybody sleeping. */
  public synchronized void pass(Duration duration) {
    elapsed = elapsed.plus(duration);
  }

  /** Every sleep so far, in order. */
  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  /** Time since the start. */
  public synchronized Duration elapsed() {
    return elapsed;
  }
}
