package dev.relabel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.format.AnnotationJson;
import dev.relabel.platform.format.Json;
import dev.relabel.run.WorkItem;
import dev.relabel.run.WorkItemJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * What does JSON cost: annotations on the wire, and a line of the plan?
 *
 * <p>Input: an annotation with this many boxes, each with a score, as bytes to values and back; one
 * work item. Unit: microseconds per annotation or item, one thread.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): 10 boxes read 7.5, written 6.7; 100 boxes 70 and
 * 61; a work item 0.4.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBench {
  /** Labels of the annotation. */
  @Param({"10", "100"})
  public int labels;

  private final WorkItem item =
      new WorkItem("image:7", "http://h", "supervisely", 1, 2, 7, "a/b/c.jpg", 640, 480);
  private PlatformAnnotation annotation =
      new PlatformAnnotation(new ImageId(1), 1, 1, List.of(), List.of(), List.of());
  private byte[] bytes = new byte[0];
  private String line = "";

  /** Makes the annotation. */
  @Setup
  public void make() {
    annotation =
        new PlatformAnnotation(
            new ImageId(7),
            1920,
            1080,
            IntStream.range(0, labels)
                .mapToObj(
                    i ->
                        new PlatformLabel(
                            Optional.of(new FigureId(i + 1)),
                            Label.predicted(
                                "class " + i % 5, new Rectangle(i, i, i + 50, i + 40), 0.5)))
                .toList(),
            List.of(),
            List.of());
    bytes = Json.write(AnnotationJson.write(annotation));
    line = WorkItemJson.write(item);
  }

  /** Values to bytes. */
  @Benchmark
  public byte[] writeAnnotation() {
    return Json.write(AnnotationJson.write(annotation));
  }

  /** Bytes to values. */
  @Benchmark
  public PlatformAnnotation readAnnotation() {
    JsonNode node = Json.read(bytes);
    return AnnotationJson.read(new ImageId(7), node);
  }

  /** A line of the plan, written and read. */
  @Benchmark
  public WorkItem workItem() {
    return WorkItemJson.read(line);
  }
}
