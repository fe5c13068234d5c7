package dev.relabel.run;

import java.time.Duration;
import java.util.UUID;

/**
 * What a lease takes from the machine it is on: clocks, chance, waiting, and a look at processes.
 * Tests need none of these. Safe for use by several threads.
 */
interface Machine {
  /** The time by both clocks. */
  Moment now();

  /** Waits that long. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Any number from 0 on.
   *
   * @param bound the first number that is too large, positive
   */
  long random(long bound);

  /** A name that nobody has used before. */
  UUID name();

  /** A claim by this process that only asks. */
  Claim claim(Duration ttl);

  /** Whether the process of a claim is certainly gone; in doubt it is not. */
  boolean isGone(Claim claim);

  /** Does something again and again, in a thread of its own, that long after it was last done. */
  Repeating every(Duration period, Runnable task);

  /** Something that is done again and again until this is closed. */
  interface Repeating extends AutoCloseable {
    /** Stops, after the turn that may be in progress, which is waited for a while. */
    @Override
    void close();
  }

  /**
   * A time by a machine's two clocks. Each sees what the other misses: the steady one stands still
   * while a laptop or a virtual machine sleeps, the time of day may be set.
   *
   * @param nanos by the steady clock
   * @param millis by the time of day
   */
  record Moment(long nanos, long millis) {
    /** Whether less than this has passed since then, by either clock. */
    boolean isWithin(Duration duration, Moment then) {
      return nanos - then.nanos < duration.toNanos() && millis - then.millis < duration.toMillis();
    }
  }
}
