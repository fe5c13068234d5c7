package dev.relabel.model.onnx;

import dev.relabel.annotation.Affine;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.image.Placement;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.HeadChoice;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.OutputSlice;
import dev.relabel.model.head.OutputTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a batch cost besides the graph: joining the images' buffers, the way to the session's
 * thread and back, cutting the outputs into images?
 *
 * <p>Input: prepared images of 3 × 640 × 640 floats (4.9 MB each), a session that answers at once;
 * on a card's thread, which is where batches are used. Unit: microseconds per batch.
 *
 * <p>Last result (2026-11-22, 2 cores, JDK 17): 1 image 16, 16 images 3813.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchAssemblyBench {
  private static final int SIDE = 640;

  /** Images of a batch. */
  @Param({"1", "16"})
  public int batch;

  private final BufferPool pool = new BufferPool(1L << 30);
  private final DeviceSessions sessions = new DeviceSessions(1, new Idle());
  private final BatchRunner runner =
      new BatchRunner(
          sessions.lease(new OnnxFile(Path.of("idle.onnx"), 1, "idle-idle"), Device.cuda(0)),
          new ImageInput(
              new GraphTensor("images", "float32", List.of(-1L, 3L, (long) SIDE, (long) SIDE)),
              Layout.CHW,
              Element.FLOAT32),
          List.of(),
          new HeadChoice(HeadKind.END_TO_END, "bench", List.of("output"), 0, true),
          pool);
  private List<OnnxInput> images = List.of();

  /** Prepares the images. */
  @Setup
  public void prepare() {
    Placement placement = new Placement(SIDE, SIDE, SIDE, SIDE, Affine.IDENTITY);
    images =
        IntStream.range(0, batch)
            .mapToObj(i -> new OnnxInput(pool.take(3L * SIDE * SIDE * 4), placement, pool))
            .toList();
  }

  /** Ends the session's thread. */
  @TearDown
  public void close() {
    sessions.close();
  }

  /** One call. */
  @Benchmark
  public List<List<OutputSlice>> run() {
    return runner.run(images, nanos -> {});
  }

  /** A card that needs no time. */
  private static final class Idle implements SessionOpener {
    @Override
    public boolean mayUse(Device.Kind kind) {
      return true;
    }

    @Override
    public GraphSession open(OnnxFile file, Device device, SessionTuning tuning, int threads) {
      return new GraphSession() {
        @Override
        public ModelGraph graph() {
          return ModelGraph.of("idle", List.of(), List.of(), Map.of());
        }

        @Override
        public List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation) {
          long images = inputs.get(0).shape().get(0);
          return List.of(
              new OutputTensor(
                  "output", new long[] {images, 1}, FloatBuffer.allocate((int) images)));
        }

        @Override
        public void close() {}
      };
    }
  }
}
