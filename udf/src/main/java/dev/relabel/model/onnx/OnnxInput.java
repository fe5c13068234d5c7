package dev.relabel.model.onnx;

import dev.relabel.image.Placement;
import dev.relabel.model.Model.PreparedImage;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** One image as the input of a graph, in a buffer of the model's pool. */
final class OnnxInput implements PreparedImage {
  private final ByteBuffer data;
  private final Placement placement;
  private final BufferPool pool;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param data filled from position 0 to its limit; goes back to the pool when this closes
   */
  OnnxInput(ByteBuffer data, Placement placement, BufferPool pool) {
    this.data = data;
    this.placement = placement;
    this.pool = pool;
  }

  /** A view of the numbers with a position of its own. */
  ByteBuffer data() {
    if (closed.get()) {
      throw new IllegalStateException("The prepared image is closed");
    }
    return data.duplicate().order(data.order());
  }

  Placement placement() {
    return placement;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pool.giveBack(data);
    }
  }
}
