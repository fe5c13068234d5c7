package dev.relabel.model.head;

import dev.relabel.model.NmsMode;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does non-maximum suppression cost?
 *
 * <p>Input: boxes of ten classes in 640 × 640 pixels, around one object for every twenty boxes, as
 * detectors answer them above a low confidence. Unit: microseconds per image, one thread.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): 100 boxes 1.7, 1000 boxes 28, 8400 boxes 382.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SuppressionBench {
  /** Candidates of an image. */
  @Param({"100", "1000", "8400"})
  public int boxes;

  private final Suppression suppression = new Suppression(NmsMode.CLASS, 0.45, 300);
  private Candidates candidates = new Candidates();

  /** Scatters the boxes. */
  @Setup
  public void scatter() {
    Random random = new Random(7);
    candidates = new Candidates();
    float left = 0;
    float top = 0;
    int classIndex = 0;
    for (int i = 0; i < boxes; i++) {
      if (i % 20 == 0) {
        left = random.nextFloat() * 540;
        top = random.nextFloat() * 540;
        classIndex = random.nextInt(10);
      }
      float x = left + random.nextFloat() * 10;
      float y = top + random.nextFloat() * 10;
      candidates.add(x, y, x + 80, y + 80, random.nextFloat(), classIndex, i);
    }
  }

  /** One image. */
  @Benchmark
  public int[] keep() {
    return suppression.keep(candidates, Candidates::iou);
  }
}
