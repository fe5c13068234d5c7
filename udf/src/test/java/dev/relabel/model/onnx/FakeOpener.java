package dev.relabel.model.onnx;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Sessions without a runtime. They answer each image with its first number, and can be told to
 * behave otherwise.
 */
final class FakeOpener implements SessionOpener {
  static final ModelGraph GRAPH =
      ModelGraph.of(
          "fake",
          List.of(new GraphTensor("images", "float32", List.of(-1L, 3L, -1L, -1L))),
          List.of(new GraphTensor("output", "float32", List.of(-1L, 1L))),
          Map.of());

  final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  final List<String> closed = Collections.synchronizedList(new ArrayList<>());
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
  final Set<Thread> running = Collections.synchronizedSet(new HashSet<>());
  final Set<Device> unusable = Collections.synchronizedSet(new HashSet<>());
  boolean builtForCards = true;
  Function<Cancellation, RuntimeException> failure = cancellation -> new IllegalStateException();
  int largestBatch = Integer.MAX_VALUE;

  @Override
  public boolean mayUse(Device.Kind kind) {
    return kind == Device.Kind.CPU || builtForCards;
  }

  @Override
  public GraphSession open(OnnxFile file, Device device, SessionTuning tuning, int threadCount) {
    if (unusable.contains(device)) {
      throw new DeviceUnavailableException("no card", null);
    }
    String name = device + " " + file.sha256();
    opened.add(name);
    threads.add(Thread.currentThread());
    return new GraphSession() {
      @Override
      public ModelGraph graph() {
        return GRAPH;
      }

      @Override
      public List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation) {
        threads.add(Thread.currentThread());
        running.add(Thread.currentThread());
        InputTensor input = inputs.get(0);
        int batch = Math.toIntExact(input.shape().get(0));
        batches.add(batch);
        if (batch > largestBatch) {
          throw failure.apply(cancellation);
        }
        FloatBuffer numbers = input.data().duplicate().order(input.data().order()).asFloatBuffer();
        float[] first = new float[batch];
        for (int i = 0; i < batch; i++) {
          first[i] = numbers.get(i * numbers.remaining() / batch);
        }
        return List.of(new OutputTensor("output", new long[] {batch, 1}, FloatBuffer.wrap(first)));
      }

      @Override
      public void close() {
        threads.add(Thread.currentThread());
        closed.add(name);
      }
    };
  }
}
