package dev.relabel.testing;

import dev.relabel.platform.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's own time, in which nobody waits: who sleeps skips to the end of it at once. */
public final class SkippedTime implements Time {
  private final AtomicLong skipped = new AtomicLong();
  private final Runnable asleep;

  /** Time in which nothing happens while somebody sleeps. */
  public SkippedTime() {
    this(() -> {});
  }

  /**
   * Time in which something happens.
   *
   * @param asleep is done each time that somebody sleeps
   */
  public SkippedTime(Runnable asleep) {
    this.asleep = asleep;
  }

  @Override
  public long nanos() {
    return SYSTEM.nanos() + skipped.get();
  }

  @Override
  public Instant now() {
    return SYSTEM.now().plusNanos(skipped.get());
  }

  @Override
  public void sleep(Duration duration) {
    skipped.addAndGet(duration.toNanos());
    asleep.run();
  }
}
