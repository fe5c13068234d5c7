package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * What does deciding about one image cost before its labels are written?
 *
 * <p>Input: an image that holds boxes of five classes, as many predictions, half of which are among
 * those boxes. Unit: microseconds per image, one thread.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): 10, 100 and 1000 labels: iou_merge 0.2, 19 and
 * 4045; replace 3.7, 27 and 288; three-way 1.7, 14 and 140.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBench {
  /** Labels on the image, and predictions for it. */
  @Param({"10", "100", "1000"})
  public int labels;

  private PlatformAnnotation before = annotation(List.of());
  private PlatformAnnotation current = before;
  private List<Label> predictions = List.of();
  private Change replacement = new Change(List.of(), List.of());

  /** Draws the labels. */
  @Setup
  public void draw() {
    Random random = new Random(11);
    List<PlatformLabel> there = new ArrayList<>();
    predictions = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      Label label = label(random);
      there.add(new PlatformLabel(Optional.of(new FigureId(i + 1)), label));
      predictions.add(i % 2 == 0 ? label : label(random));
    }
    before = annotation(there);
    // One label appeared since the change was decided.
    there.add(new PlatformLabel(Optional.of(new FigureId(labels + 1)), label(random)));
    current = annotation(there);
    replacement = UploadMode.REPLACE.change(before, predictions, MergeSettings.DEFAULT);
  }

  private static Label label(Random random) {
    double left = random.nextInt(1800);
    double top = random.nextInt(900);
    return Label.predicted(
        "class " + random.nextInt(5),
        new Rectangle(left, top, left + 20 + random.nextInt(80), top + 20 + random.nextInt(80)),
        random.nextInt(100) / 100.0);
  }

  private static PlatformAnnotation annotation(List<PlatformLabel> labels) {
    return new PlatformAnnotation(new ImageId(1), 1920, 1080, labels, List.of(), List.of());
  }

  /** What {@code iou_merge} wants to change. */
  @Benchmark
  public Change iouMerge() {
    return UploadMode.IOU_MERGE.change(before, predictions, MergeSettings.DEFAULT);
  }

  /** What {@code replace} wants to change. */
  @Benchmark
  public Change replace() {
    return UploadMode.REPLACE.change(before, predictions, MergeSettings.DEFAULT);
  }

  /** What of it is left to do. */
  @Benchmark
  public ThreeWayMerge threeWay() {
    return ThreeWayMerge.of(
        new Edit(before, replacement, true), current, MergeSettings.DEFAULT.tolerance());
  }
}
