package dev.relabel.model.onnx;

import dev.relabel.annotation.Label;
import dev.relabel.image.InputFormat;
import dev.relabel.image.InputWriter;
import dev.relabel.image.Picture;
import dev.relabel.image.Placement;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.head.Head;
import dev.relabel.model.head.OutputSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A model made of an ONNX file, its head and a share in a session. */
final class OnnxModel implements Model {
  private final ModelCard card;
  private final InputFormat format;
  private final Head head;
  private final BatchRunner runner;
  private final BufferPool pool;
  private final DeviceSessions.Lease session;

  OnnxModel(
      ModelCard card,
      InputFormat format,
      Head head,
      BatchRunner runner,
      BufferPool pool,
      DeviceSessions.Lease session) {
    this.card = card;
    this.format = format;
    this.head = head;
    this.runner = runner;
    this.pool = pool;
    this.session = session;
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public int preferredBatchSize() {
    return runner.preferredBatchSize();
  }

  @Override
  public boolean infersOnCaller() {
    return session.device().kind() == Device.Kind.CPU;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    Placement place = InputWriter.place(picture.width(), picture.height(), format);
    ByteBuffer buffer = pool.take(InputWriter.bytes(place, format));
    try {
      Placement placement = InputWriter.write(picture, format, buffer);
      buffer.rewind();
      return new OnnxInput(buffer, placement, pool);
    } catch (RuntimeException | Error failed) {
      pool.giveBack(buffer);
      throw failed;
    }
  }

  @Override
  public InferredBatch infer(List<PreparedImage> batch) {
    List<OnnxInput> images = new ArrayList<>();
    for (PreparedImage image : batch) {
      if (!(image instanceof OnnxInput input)) {
        throw new IllegalArgumentException("Not prepared by an ONNX model: " + image);
      }
      images.add(input);
    }
    List<Placement> placements = images.stream().map(OnnxInput::placement).toList();
    LongAdder deviceNanos = new LongAdder();
    List<List<OutputSlice>> outputs = runner.run(images, deviceNanos::add);
    return new Answer(head, outputs, placements, deviceNanos.sum());
  }

  /** The model's share in its session goes back; the session stays open for others. */
  @Override
  public void close() {
    session.close();
  }

  /** Outputs of a batch; they are on the heap, so there is nothing to free. */
  private record Answer(
      Head head, List<List<OutputSlice>> outputs, List<Placement> placements, long deviceNanos)
      implements InferredBatch {
    @Override
    public List<Label> labels(int index) {
      return head.labels(outputs.get(index), placements.get(index));
    }

    @Override
    public void close() {}
  }
}
