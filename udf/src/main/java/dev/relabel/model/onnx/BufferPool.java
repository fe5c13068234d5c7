package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Direct buffers for reuse; allocating them anew costs more than filling them.
 *
 * <p>Safe for use by several threads; guarded by its own lock. Beyond the bound, the buffers that
 * have lain idle longest are left to the garbage collector, so sizes that nobody asks for any more
 * make room.
 */
final class BufferPool {
  /** Buffers come in sizes of whole steps, so that free-size images can share them. */
  private static final int STEP = 1 << 20;

  private final long maxIdleBytes;
  private final List<ByteBuffer> idle = new ArrayList<>(); // the longest idle first
  private long idleBytes;

  /**
   * @param maxIdleBytes most memory kept for reuse
   */
  BufferPool(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
  }

  /**
   * A buffer in native byte order with this many bytes between position 0 and its limit.
   *
   * @throws ModelException if one buffer cannot hold so many
   */
  ByteBuffer take(long bytes) {
    long steps = Math.max(1, bytes / STEP + (bytes % STEP == 0 ? 0 : 1));
    if (steps > Integer.MAX_VALUE / STEP) {
      throw new ModelException(
          ("One call of the model would take %s bytes of input, more than the 2 GiB that a buffer"
                  + " holds. Use smaller batches or a smaller img_size.")
              .formatted(bytes));
    }
    int capacity = Math.toIntExact(steps * STEP);
    ByteBuffer taken = idle(capacity).orElseGet(() -> ByteBuffer.allocateDirect(capacity));
    taken.clear().limit((int) bytes).order(ByteOrder.nativeOrder());
    return taken;
  }

  /** The smallest idle buffer that is large enough and not more than twice as large. */
  private synchronized Optional<ByteBuffer> idle(int capacity) {
    int best = -1;
    for (int i = 0; i < idle.size(); i++) {
      int size = idle.get(i).capacity();
      boolean fits = size >= capacity && size <= 2L * capacity;
      if (fits && (best < 0 || size <= idle.get(best).capacity())) {
        best = i;
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    ByteBuffer chosen = idle.remove(best);
    idleBytes -= chosen.capacity();
    return Optional.of(chosen);
  }

  /** Gives a buffer back; the caller no longer touches it. */
  synchronized void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() > maxIdleBytes) {
      return;
    }
    idle.add(buffer);
    idleBytes += buffer.capacity();
    while (idleBytes > maxIdleBytes) {
      idleBytes -= idle.remove(0).capacity();
    }
  }

  /** Bytes kept for reuse now. */
  synchronized long idleBytes() {
    return idleBytes;
  }
}
