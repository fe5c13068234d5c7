package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CallerThreadsTest {
  /** A run ends only when two are under way, or when it is let go. */
  private static final class Meeting implements GraphSession {
    final CyclicBarrier both = new CyclicBarrier(2);
    volatile boolean closed;

    @Override
    public ModelGraph graph() {
      return FakeOpener.GRAPH;
    }

    @Override
    public List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation) {
      try {
        both.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      assertThat(closed).isFalse();
      return List.of();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void callsRunSideBySide() {
    CallerThreads session = new CallerThreads(new Meeting());
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> session.run(List.of(), nanos -> {}));

    session.run(List.of(), nanos -> assertThat(nanos).isPositive());
    other.join();
    session.close();
  }

  @Test
  void closingWaitsForCallsAndEndsLaterOnes() throws Exception {
    Meeting meeting = new Meeting();
    CallerThreads session = new CallerThreads(meeting);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> session.run(List.of(), nanos -> {}));
    while (meeting.both.getNumberWaiting() == 0) {
      Thread.onSpinWait();
    }
    CountDownLatch about = new CountDownLatch(1);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () -> {
              about.countDown();
              session.close();
            });
    about.await();
    meeting.both.await();
    running.join();
    closing.join();

    assertThat(meeting.closed).isTrue();
    assertThatThrownBy(() -> session.run(List.of(), nanos -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessage("The model's session is closed.");
  }
}
