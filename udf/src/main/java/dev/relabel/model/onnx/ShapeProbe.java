package dev.relabel.model.onnx;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.HeadDetection;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.OutputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out the shapes of outputs that a graph leaves open, by running it once on nothing. */
final class ShapeProbe {
  private static final Logger LOG = LoggerFactory.getLogger(ShapeProbe.class);

  private static final int USUAL_SIDE = 640;

  private ShapeProbe() {}

  /**
   * The graph with the shapes of its outputs known, where the head cannot be told without them.
   *
   * @param given settings that may say the input size
   */
  static ModelGraph complete(DeviceSessions.Lease session, ImageInput input, ModelSettings given) {
    ModelGraph graph = session.graph();
    if (!HeadDetection.needsShapes(graph) || !ImageInput.sides(graph).isEmpty()) {
      return graph;
    }
    long height = input.height() > 0 ? input.height() : given.imageHeight().orElse(USUAL_SIDE);
    long width = input.width() > 0 ? input.width() : given.imageWidth().orElse(USUAL_SIDE);
    long batch = Math.max(1, input.batch());
    List<Long> shape = input.shape(batch, width, height);
    ByteBuffer zeros =
        ByteBuffer.allocateDirect(bytes(input, batch, height, width))
            .order(ByteOrder.nativeOrder());
    List<OutputTensor> outputs;
    try {
      outputs =
          session.run(
              List.of(new InputTensor(input.tensor().name(), input.tensor().type(), zeros, shape)),
              nanos -> {});
    } catch (RunFailedException anotherSizeIsWanted) {
      LOG.info(
          "No shapes from a run on {} × {}: {}", width, height, anotherSizeIsWanted.getMessage());
      return graph;
    }
    List<GraphTensor> known = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      GraphTensor declared = graph.outputs().get(i);
      long[] found = outputs.get(i).shape();
      List<Long> dims = new ArrayList<>();
      for (int axis = 0; axis < found.length; axis++) {
        boolean isBatch = axis == 0 && declared.rank() > 0 && declared.dim(0) == GraphTensor.FREE;
        dims.add(isBatch ? GraphTensor.FREE : found[axis]);
      }
      known.add(new GraphTensor(declared.name(), declared.type(), dims));
    }
    return graph.withOutputs(known);
  }

  private static int bytes(ImageInput input, long batch, long height, long width) {
    try {
      long pixels = Math.multiplyExact(batch, Math.multiplyExact(height, width));
      return Math.toIntExact(Math.multiplyExact(pixels, 3L * input.element().bytes()));
    } catch (ArithmeticException tooLarge) {
      throw new ModelException(
          "Input %s takes more than the 2 GiB that one buffer holds. Export the model with a smaller or a free size."
              .formatted(input.tensor()),
          tooLarge);
    }
  }
}
