package dev.relabel.image;

import java.util.concurrent.Semaphore;

/**
 * How many pixels may be in work at once. Whoever wants more waits for its turn, first come first
 * served; one picture alone always fits, however large it is. Safe for use by several threads.
 */
final class PixelBudget {
  private final int total;
  private final Semaphore free;

  /**
   * @param total most pixels in work at once, 1–2,147,483,647
   */
  PixelBudget(long total) {
    this.total = Math.toIntExact(total);
    // Fair, so that small pictures cannot keep a large one waiting for ever.
    this.free = new Semaphore(this.total, true);
  }

  /** Waits until there is room for so many pixels. An interrupt is kept for the caller. */
  Share take(long pixels) {
    int share = (int) Math.min(pixels, total);
    // Those ahead only compute, so the wait ends by itself.
    free.acquireUninterruptibly(share);
    return () -> free.release(share);
  }

  /** Pixels that could be taken now without waiting. */
  int free() {
    return free.availablePermits();
  }

  /** Room that has been taken; closing it, once, gives it back. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }
}
