package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.ModelException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private static final int MIB = 1 << 20;

  @Test
  void takesTheSmallestIdleBufferOfAtMostTwiceTheSize() {
    BufferPool pool = new BufferPool(100L * MIB);
    ByteBuffer three = pool.take(3L * MIB);
    ByteBuffer four = pool.take(4L * MIB);
    pool.giveBack(four);
    pool.giveBack(three);

    ByteBuffer taken = pool.take(2L * MIB - 5);

    assertThat(taken).isSameAs(three);
    assertThat(taken.limit()).isEqualTo(2 * MIB - 5);
    assertThat(pool.take(MIB).capacity()).isEqualTo(MIB); // four would be too much
    assertThat(pool.idleBytes()).isEqualTo(4L * MIB);
  }

  @Test
  void sizesOutOfUseMakeRoom() {
    BufferPool pool = new BufferPool(4L * MIB);
    ByteBuffer dead = pool.take(3L * MIB);
    ByteBuffer wanted = pool.take(MIB + 1);
    pool.giveBack(dead);
    pool.giveBack(wanted);

    assertThat(pool.idleBytes()).isEqualTo(2L * MIB);
    assertThat(pool.take(2L * MIB)).isSameAs(wanted);
  }

  @Test
  void keepsNothingThatIsLargerThanTheBound() {
    BufferPool pool = new BufferPool(2L * MIB);
    ByteBuffer kept = pool.take(MIB);
    pool.giveBack(kept);
    pool.giveBack(pool.take(3L * MIB));

    assertThat(pool.idleBytes()).isEqualTo(MIB);
    assertThat(pool.take(1)).isSameAs(kept);
  }

  @Test
  void saysWhatToDoWhenOneBufferCannotHoldIt() {
    assertThatThrownBy(() -> new BufferPool(MIB).take(Long.MAX_VALUE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("more than the 2 GiB")
        .hasMessageContaining("smaller img_size");
  }
}
