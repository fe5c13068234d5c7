package dev.relabel.platform;

import java.time.Duration;

/**
 * How many calls of one process are under way at once. A rate alone does not spare a server that
 * has grown slow: calls pile up there. So the number is halved (once per burst) when the server
 * says that it has too much to do or does not answer in time, and grows by one whenever a whole
 * round of calls went well, as TCP does with its window (RFC 5681).
 *
 * <p>Safe for use by several threads; the lock is held for fields only.
 */
public final class ConcurrencyLimit {
  // Calls under way together fail together; they are one sign, not many.
  private static final Duration ONE_BURST = Duration.ofSeconds(1);

  private final int most;
  private final Time time;

  private final Object lock = new Object();
  private double allowed;
  private int underWay;
  private long lastCut;

  /**
   * A limit that begins at its most.
   *
   * @param most calls under way at once while all goes well, at least 1
   */
  public ConcurrencyLimit(int most, Time time) {
    if (most < 1) {
      throw new IllegalArgumentException("At least one call is needed, not " + most);
    }
    this.most = most;
    this.time = time;
    this.allowed = most;
    this.lastCut = time.nanos() - ONE_BURST.toNanos();
  }

  /** Waits for its turn; every call that was let in has to {@link #leave}. */
  public void enter() throws InterruptedException {
    synchronized (lock) {
      while (underWay >= (int) allowed) {
        lock.wait();
      }
      underWay++;
    }
  }

  /** A call has ended, however it did. */
  public void leave() {
    synchronized (lock) {
      underWay--;
      lock.notifyAll();
    }
  }

  /** A call went well. */
  public void succeeded() {
    synchronized (lock) {
      allowed = Math.min(most, allowed + 1 / allowed);
      lock.notifyAll();
    }
  }

  /** The server had too much to do, or did not answer in time. */
  public void crowded() {
    synchronized (lock) {
      long now = time.nanos();
      if (now - lastCut >= ONE_BURST.toNanos()) {
        lastCut = now;
        allowed = Math.max(1, allowed / 2);
      }
    }
  }

  /** How many calls may be under way now. */
  public int callsAtOnce() {
    synchronized (lock) {
      return (int) allowed;
    }
  }
}
