package dev.relabel.platform;

import java.time.Duration;
import java.time.Instant;

/** Clocks and waiting, so that tests can do without either. Safe for use by several threads. */
public interface Time {
  /** The machine's own clocks. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place that sleeps
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };

  /** Nanoseconds since some moment; never runs backwards. For measuring. */
  long nanos();

  /** The time of day. For comparing with what a server says. */
  Instant now();

  /** Waits that long. */
  void sleep(Duration duration) throws InterruptedException;
}
