package dev.relabel.bench;

import dev.relabel.annotation.Label;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.predict.SharedCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What do rows win by sharing calls of a device?
 *
 * <p>The device is made up: it takes one call at a time, which costs 4 ms and 0.25 ms more for each
 * image, about what a small detector costs a graphics card; so the numbers show the sharing, on a
 * machine of any kind. Input: a 64 × 64 PNG for each row, so that decoding costs next to nothing;
 * each of {@code --threads} threads has one row at a time, as a task has. Row at a time is a batch
 * size of 1. Rounds take turns. Unit: images per second, medians of 5 rounds after a warm-up.
 */
public final class SharedCallsBench {
  private static final int ROUNDS = 5;
  private static final int BATCH = 16;
  private static final long CALL_NANOS = 4_000_000;
  private static final long IMAGE_NANOS = 250_000;
  private static final long MAX_PIXELS = 1_000_000;

  private SharedCallsBench() {}

  /** Runs it with {@code --rows 400}, and with 1, 4 and 16 threads. */
  public static void main(String[] args) throws InterruptedException {
    int rows = Arguments.of(args).number("rows", 400);
    byte[] image;
    try (Picture picture = Picture.ofRgb(64, 64, new byte[3 * 64 * 64])) {
      image = picture.toPng();
    }
    System.out.println("threads  row at a time  shared  ratio  images per call");
    try (PipelineThreads pool = new PipelineThreads(1, 1)) {
      for (int threads : new int[] {1, 4, 16}) {
        List<Double> alone = new ArrayList<>();
        List<Double> shared = new ArrayList<>();
        SharedCalls one = new SharedCalls(new Card(), 1, MAX_PIXELS, pool);
        SharedCalls many = new SharedCalls(new Card(), BATCH, MAX_PIXELS, pool);
        for (int round = 0; round <= ROUNDS; round++) {
          double rateAlone = rate(one, image, threads, rows);
          double rateShared = rate(many, image, threads, rows);
          if (round > 0) { // the first warms up
            alone.add(rateAlone);
            shared.add(rateShared);
          }
        }
        System.out.printf(
            Locale.ROOT,
            "%7d  %13.0f  %6.0f  %5.2f  %15.1f%n",
            threads,
            median(alone),
            median(shared),
            median(shared) / median(alone),
            (double) many.images() / many.calls());
      }
    }
  }

  private static double rate(SharedCalls calls, byte[] image, int threads, int rows)
      throws InterruptedException {
    List<Thread> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(
          new Thread(
              () -> {
                for (int row = 0; row < rows / threads; row++) {
                  if (calls.predict(row, image) instanceof Outcome.Rejected) {
                    throw new IllegalStateException("An image was rejected");
                  }
                }
              }));
    }
    long start = System.nanoTime();
    tasks.forEach(Thread::start);
    for (Thread task : tasks) {
      task.join();
    }
    return rows / threads * threads / ((System.nanoTime() - start) / 1e9);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** A device that only takes its time. */
  private static final class Card implements Model {
    @Override
    public ModelCard card() {
      return new ModelCard("card", "0", List.of());
    }

    @Override
    public int preferredBatchSize() {
      return BATCH;
    }

    @Override
    public boolean infersOnCaller() {
      return false;
    }

    @Override
    public PreparedImage prepare(Picture picture) {
      return () -> {};
    }

    @Override
    public synchronized InferredBatch infer(List<PreparedImage> batch) {
      long until = System.nanoTime() + CALL_NANOS + batch.size() * IMAGE_NANOS;
      for (long left = CALL_NANOS; left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return new InferredBatch() {
        @Override
        public List<Label> labels(int index) {
          return List.of();
        }

        @Override
        public long deviceNanos() {
          return CALL_NANOS;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }
}
