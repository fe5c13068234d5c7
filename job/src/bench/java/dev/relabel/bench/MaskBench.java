package dev.relabel.bench;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Mask;
import dev.relabel.platform.format.BitmapCodec;
import java.util.BitSet;
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
 * What do masks cost as run lengths?
 *
 * <p>Input: a disc with a wavy edge that fills a square crop of the given side. Made from pixels,
 * compared with itself one pixel further, and written as a Supervisely bitmap (PNG, zlib, base64).
 * Unit: microseconds per mask, one thread.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): side 100: from pixels 2.1, IoU 1.2, written 91;
 * side 1000: 21, 12 and 4660.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskBench {
  /** Columns and rows of the crop. */
  @Param({"100", "1000"})
  public int side;

  private BitSet pixels = new BitSet();
  private Mask mask = Mask.ofRuns(0, 0, 1, 1, 0, 1);
  private Mask beside = mask;

  /** Draws the disc. */
  @Setup
  public void draw() {
    pixels = new BitSet(side * side);
    double middle = side / 2.0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double angle = Math.atan2(y - middle, x - middle);
        if (Math.hypot(x - middle, y - middle) < middle * (0.9 + 0.1 * Math.sin(17 * angle))) {
          pixels.set(y * side + x);
        }
      }
    }
    mask = Mask.of(0, 0, side, side, pixels);
    beside = Mask.of(1, 0, side, side, pixels);
  }

  /** Pixels to run lengths. */
  @Benchmark
  public Mask fromPixels() {
    return Mask.of(0, 0, side, side, pixels);
  }

  /** Overlap of two masks. */
  @Benchmark
  public double iou() {
    return Iou.of(mask, beside);
  }

  /** The wire form. */
  @Benchmark
  public String encode() {
    return BitmapCodec.encode(mask);
  }
}
