package dev.relabel.model.onnx;

import dev.relabel.image.Placement;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelException;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.HeadChoice;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.OutputSlice;
import dev.relabel.model.head.OutputTensor;
import dev.relabel.model.head.SideInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts batches to what the graph and the device take: images of one size together, a fixed batch
 * axis filled up, a free one as far as it goes. A batch that does not fit the device's memory is
 * halved; one whose graph only claims a free batch axis is taken apart.
 *
 * <p>Safe for use by several threads.
 */
final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  /** Keeps a large card busy with detectors of 640 pixels and leaves room in a small one. */
  static final int GPU_BATCH = 16;

  private final DeviceSessions.Lease session;
  private final ImageInput input;
  private final List<SideInput> sides;
  private final HeadChoice choice;
  private final BufferPool pool;

  BatchRunner(
      DeviceSessions.Lease session,
      ImageInput input,
      List<SideInput> sides,
      HeadChoice choice,
      BufferPool pool) {
    this.session = session;
    this.input = input;
    this.sides = sides;
    this.choice = choice;
    this.pool = pool;
  }

  private record Size(int width, int height) {}

  /**
   * Runs the images.
   *
   * @param busy is told the nanoseconds of each call, without waiting for its turn
   * @return for each image, in the same order, what the head's outputs say about it
   */
  List<List<OutputSlice>> run(List<OnnxInput> images, LongConsumer busy) {
    Map<Size, List<Integer>> bySize = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      Placement placement = images.get(i).placement();
      bySize
          .computeIfAbsent(
              new Size(placement.inputWidth(), placement.inputHeight()), size -> new ArrayList<>())
          .add(i);
    }
    List<List<OutputSlice>> answers = new ArrayList<>();
    images.forEach(image -> answers.add(List.of()));
    bySize
        .values()
        .forEach(
            indices -> {
              List<List<OutputSlice>> group =
                  runAlike(indices.stream().map(images::get).toList(), busy);
              for (int i = 0; i < indices.size(); i++) {
                answers.set(indices.get(i), group.get(i));
              }
            });
    return answers;
  }

  private List<List<OutputSlice>> runAlike(List<OnnxInput> images, LongConsumer busy) {
    List<List<OutputSlice>> answers = new ArrayList<>();
    while (answers.size() < images.size()) {
      int most = Math.min(largest(), images.size() - answers.size());
      List<OnnxInput> chunk = images.subList(answers.size(), answers.size() + most);
      try {
        answers.addAll(call(chunk, busy));
      } catch (OutOfDeviceMemoryException full) {
        if (chunk.size() == 1 || isFixed()) {
          throw new ModelException(
              full.getMessage()
                  + ". It does not even hold the smallest batch; free it or use"
                  + " --device cpu.",
              full);
        }
        lower(chunk.size() / 2);
        LOG.warn("{}; going on with batches of {}.", full.getMessage(), chunk.size() / 2);
      } catch (RunFailedException refused) {
        if (chunk.size() == 1 || isFixed()) {
          throw refused;
        }
        // If one image alone fails too, the batch was not to blame.
        answers.addAll(call(chunk.subList(0, 1), busy));
        lower(1);
        LOG.warn(
            "The graph claims a free batch axis but refuses {} images ({}); going on one by one.",
            chunk.size(),
            refused.getMessage());
      }
    }
    return answers;
  }

  /** A graphics card wants batches to be busy; a processor is no faster with them. */
  int preferredBatchSize() {
    if (isFixed()) {
      return largest();
    }
    return session.device().kind() == Device.Kind.CPU ? 1 : GPU_BATCH;
  }

  private boolean isFixed() {
    return input.batch() != GraphTensor.FREE;
  }

  private int largest() {
    if (isFixed()) {
      return Math.toIntExact(input.batch());
    }
    return choice.batched() ? session.largestBatch().get() : 1;
  }

  private void lower(int batch) {
    session.largestBatch().accumulateAndGet(Math.max(1, batch), Math::min);
  }

  private List<List<OutputSlice>> call(List<OnnxInput> chunk, LongConsumer busy) {
    int slots = isFixed() ? Math.toIntExact(input.batch()) : chunk.size();
    Placement placement = chunk.get(0).placement();
    if (slots == 1) {
      return slices(run(chunk.get(0).data(), slots, placement, busy), 1, slots);
    }
    ByteBuffer joined = pool.take((long) slots * chunk.get(0).data().remaining());
    try {
      chunk.forEach(image -> joined.put(image.data()));
      joined.rewind();
      return slices(run(joined, slots, placement, busy), chunk.size(), slots);
    } finally {
      pool.giveBack(joined);
    }
  }

  private List<OutputTensor> run(
      ByteBuffer data, int slots, Placement placement, LongConsumer busy) {
    long width = placement.inputWidth();
    long height = placement.inputHeight();
    List<InputTensor> inputs = new ArrayList<>();
    inputs.add(
        new InputTensor(
            input.tensor().name(), input.tensor().type(), data, input.shape(slots, width, height)));
    List<ByteBuffer> taken = new ArrayList<>();
    try {
      for (SideInput side : sides) {
        ByteBuffer numbers = pool.take(side.bytes(slots, width, height));
        taken.add(numbers);
        side.write(numbers, slots, width, height);
        numbers.rewind();
        inputs.add(
            new InputTensor(
                side.tensor().name(),
                side.tensor().type(),
                numbers,
                side.shape(slots, width, height)));
      }
      return session.run(inputs, busy);
    } finally {
      taken.forEach(pool::giveBack);
    }
  }

  private List<List<OutputSlice>> slices(List<OutputTensor> outputs, int images, int slots) {
    List<OutputTensor> wanted =
        choice.outputs().stream().map(name -> named(outputs, name)).toList();
    List<List<OutputSlice>> answers = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      int index = i;
      answers.add(
          wanted.stream()
              .map(
                  output -> {
                    if (!choice.batched()) {
                      return output.whole();
                    }
                    if (output.batch() != slots) {
                      throw new RunFailedException(
                          "Output %s has %s rows for %s images"
                              .formatted(output.name(), output.batch(), slots),
                          null);
                    }
                    return output.image(index);
                  })
              .toList());
    }
    return answers;
  }

  private static OutputTensor named(List<OutputTensor> outputs, String name) {
    return outputs.stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new RunFailedException("The model has no output " + name, null));
  }
}
