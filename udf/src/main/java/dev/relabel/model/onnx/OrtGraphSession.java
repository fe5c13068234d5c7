package dev.relabel.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.TensorInfo;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.OutputTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph in ONNX Runtime. */
final class OrtGraphSession implements GraphSession {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelGraph graph;
  private boolean closed;

  OrtGraphSession(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    OnnxModelMetadata metadata = session.getMetadata();
    String producer = metadata.getProducerName();
    // Newer Paddle exporters leave the producer empty and name themselves in the description.
    this.graph =
        ModelGraph.of(
            producer.isEmpty() ? metadata.getDescription() : producer,
            tensors(session.getInputInfo().values()),
            tensors(session.getOutputInfo().values()),
            metadata.getCustomMetadata());
  }

  private static List<GraphTensor> tensors(Collection<NodeInfo> nodes) {
    List<GraphTensor> tensors = new ArrayList<>();
    for (NodeInfo node : nodes) {
      if (!(node.getInfo() instanceof TensorInfo info)) {
        throw new ModelException(
            "%s of the model is a sequence or a map, not a tensor; export it without."
                .formatted(node.getName()));
      }
      tensors.add(
          new GraphTensor(
              node.getName(),
              OrtTypes.name(info.onnxType),
              Arrays.stream(info.getShape()).boxed().toList()));
    }
    return tensors;
  }

  @Override
  public ModelGraph graph() {
    return graph;
  }

  @Override
  public List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation) {
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try (RunOptions options = new RunOptions()) {
      for (InputTensor input : inputs) {
        OnnxJavaType type = OrtTypes.named(input.type());
        feeds.put(
            input.name(),
            OnnxTensor.createTensor(
                environment,
                input.data(),
                input.shape().stream().mapToLong(Long::longValue).toArray(),
                type));
      }
      cancellation.attach(() -> terminate(options));
      try (OrtSession.Result result = session.run(feeds, options)) {
        cancellation.detach();
        return read(result);
      } finally {
        cancellation.detach();
      }
    } catch (OrtException e) {
      if (OrtErrors.isOutOfMemory(e)) {
        throw new OutOfDeviceMemoryException(
            "The device has not enough memory: " + OrtErrors.firstLine(e), e);
      }
      throw new RunFailedException("The model failed to run: " + OrtErrors.firstLine(e), e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static void terminate(RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<OutputTensor> read(OrtSession.Result result) {
    List<OutputTensor> outputs = new ArrayList<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      if (!(output.getValue() instanceof OnnxTensor tensor)) {
        throw new RunFailedException("Output %s is not a tensor.".formatted(output.getKey()), null);
      }
      outputs.add(
          new OutputTensor(output.getKey(), tensor.getInfo().getShape(), OrtTypes.floats(tensor)));
    }
    return outputs;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("The session could not be closed: " + e.getMessage(), e);
    }
  }
}
