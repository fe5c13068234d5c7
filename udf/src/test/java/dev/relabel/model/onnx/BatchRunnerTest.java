package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Affine;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.image.Placement;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.HeadChoice;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.OutputSlice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {
  private final FakeOpener opener = new FakeOpener();
  private final DeviceSessions sessions = new DeviceSessions(1, opener);
  private final BufferPool pool = new BufferPool(1L << 30);

  @AfterEach
  void close() {
    sessions.close();
  }

  /** One image of 4 × 4 whose first number is given. */
  static InputTensor input(float first) {
    ByteBuffer data = ByteBuffer.allocateDirect(3 * 16 * 4).order(ByteOrder.nativeOrder());
    data.putFloat(0, first);
    return new InputTensor("images", "float32", data, List.of(1L, 3L, 4L, 4L));
  }

  private OnnxInput image(float first, int side) {
    ByteBuffer data = pool.take(3L * side * side * 4);
    data.putFloat(0, first);
    return new OnnxInput(data, new Placement(side, side, side, side, Affine.IDENTITY), pool);
  }

  private BatchRunner runner(long batchAxis) {
    GraphTensor input = new GraphTensor("images", "float32", List.of(batchAxis, 3L, -1L, -1L));
    return new BatchRunner(
        sessions.lease(new OnnxFile(Path.of("a.onnx"), 1, "aaaaaaaaaa"), Device.CPU),
        new ImageInput(input, Layout.CHW, Element.FLOAT32),
        List.of(),
        new HeadChoice(HeadKind.END_TO_END, "test", List.of("output"), 0, true),
        pool);
  }

  private static List<Integer> firsts(List<List<OutputSlice>> answers) {
    return answers.stream().map(outputs -> (int) outputs.get(0).at(0)).toList();
  }

  private List<OnnxInput> images(int count) {
    return IntStream.range(0, count).mapToObj(i -> image(i, 4)).toList();
  }

  @Test
  void runsAFreeBatchAtOnce() {
    assertThat(firsts(runner(-1).run(images(5), nanos -> {}))).containsExactly(0, 1, 2, 3, 4);
    assertThat(opener.batches).containsExactly(5);
  }

  @Test
  void fillsUpAFixedBatch() {
    assertThat(firsts(runner(4).run(images(6), nanos -> {}))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(opener.batches).containsExactly(4, 4);
  }

  @Test
  void runsAFixedBatchOfOneInPlace() {
    assertThat(firsts(runner(1).run(images(3), nanos -> {}))).containsExactly(0, 1, 2);
    assertThat(opener.batches).containsExactly(1, 1, 1);
    assertThat(pool.idleBytes()).isZero(); // nothing was joined
  }

  @Test
  void putsImagesOfOneSizeTogetherAndAnswersInOrder() {
    List<OnnxInput> mixed =
        List.of(image(0, 4), image(1, 8), image(2, 4), image(3, 8), image(4, 2));

    assertThat(firsts(runner(-1).run(mixed, nanos -> {}))).containsExactly(0, 1, 2, 3, 4);
    assertThat(opener.batches).containsExactly(2, 2, 1);
  }

  @Test
  void halvesTheBatchWhenMemoryIsFullAndRemembersIt() {
    opener.largestBatch = 3;
    opener.failure = cancellation -> new OutOfDeviceMemoryException("out of memory", null);
    BatchRunner runner = runner(-1);

    assertThat(firsts(runner.run(images(8), nanos -> {}))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(opener.batches).containsExactly(8, 4, 2, 2, 2, 2);

    opener.batches.clear();
    assertThat(firsts(runner.run(images(4), nanos -> {}))).containsExactly(0, 1, 2, 3);
    assertThat(opener.batches).containsExactly(2, 2);
  }

  @Test
  void givesUpWhenMemoryDoesNotEvenHoldOneImage() {
    opener.largestBatch = 0;
    opener.failure = cancellation -> new OutOfDeviceMemoryException("out of memory", null);

    assertThatThrownBy(() -> runner(-1).run(images(2), nanos -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("It does not even hold the smallest batch");
    assertThat(opener.batches).containsExactly(2, 1);
  }

  @Test
  void takesABatchApartThatTheGraphRefuses() {
    opener.largestBatch = 1;
    opener.failure = cancellation -> new RunFailedException("bad shape", null);
    BatchRunner runner = runner(-1);

    assertThat(firsts(runner.run(images(4), nanos -> {}))).containsExactly(0, 1, 2, 3);
    assertThat(opener.batches).containsExactly(4, 1, 1, 1, 1);
    opener.batches.clear();
    assertThat(firsts(runner.run(images(2), nanos -> {}))).containsExactly(0, 1);
    assertThat(opener.batches).containsExactly(1, 1);
  }

  @Test
  void blamesTheModelWhenOneImageFailsToo() {
    opener.largestBatch = 0;
    opener.failure = cancellation -> new RunFailedException("bad shape", null);

    assertThatThrownBy(() -> runner(-1).run(images(4), nanos -> {}))
        .isInstanceOf(RunFailedException.class)
        .hasMessage("bad shape");
  }

  @Test
  void buffersComeBackAndAreUsedAgain() {
    ByteBuffer first = pool.take(100);
    pool.giveBack(first);

    assertThat(pool.take(200)).isSameAs(first).satisfies(b -> assertThat(b.limit()).isEqualTo(200));
    assertThat(first.order()).isEqualTo(ByteOrder.nativeOrder());

    BufferPool small = new BufferPool(1 << 20);
    ByteBuffer a = small.take(1);
    ByteBuffer b = small.take(1);
    small.giveBack(a);
    small.giveBack(b);
    assertThat(small.idleBytes()).isEqualTo(1 << 20);
  }

  @Test
  void aClosedImageIsRefused() {
    OnnxInput image = image(1, 4);
    image.close();
    image.close();

    assertThatThrownBy(() -> runner(-1).run(List.of(image), nanos -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
