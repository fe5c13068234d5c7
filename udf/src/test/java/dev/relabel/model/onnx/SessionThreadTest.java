package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.OutputTensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SessionThreadTest {
  /** Runs until it is cancelled, as a long model does. */
  private static final class Endless implements GraphSession {
    final CountDownLatch begun = new CountDownLatch(1);
    final AtomicInteger runs = new AtomicInteger();

    @Override
    public ModelGraph graph() {
      return FakeOpener.GRAPH;
    }

    @Override
    public List<OutputTensor> run(List<InputTensor> inputs, Cancellation cancellation) {
      runs.incrementAndGet();
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      cancellation.attach(() -> stopped.complete(null));
      begun.countDown();
      stopped.join();
      cancellation.detach();
      throw new RunFailedException("terminated", null);
    }

    @Override
    public void close() {}
  }

  private static Thread runningIn(
      SessionThread session, CompletableFuture<Throwable> outcome, CountDownLatch about) {
    Thread thread =
        new Thread(
            () -> {
              about.countDown();
              try {
                session.run(List.of(BatchRunnerTest.input(1)), nanos -> {});
                outcome.complete(new AssertionError("should have been interrupted"));
              } catch (RuntimeException e) {
                outcome.complete(
                    Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void anInterruptEndsTheRunningCallAndTakesWaitingOnesBack() throws Exception {
    Endless endless = new Endless();
    try (SessionThread session = new SessionThread("test", () -> endless)) {
      CompletableFuture<Throwable> first = new CompletableFuture<>();
      Thread running = runningIn(session, first, new CountDownLatch(1));
      endless.begun.await();
      CompletableFuture<Throwable> second = new CompletableFuture<>();
      CountDownLatch about = new CountDownLatch(1);
      Thread waiting = runningIn(session, second, about);
      about.await();

      waiting.interrupt();
      assertThat(second.get())
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("interrupted");
      running.interrupt();
      assertThat(first.get())
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("interrupted");
    }
    assertThat(endless.runs).hasValue(1);
  }

  @Test
  void failuresReachTheCallerAsTheyAre() {
    FakeOpener opener = new FakeOpener();
    opener.largestBatch = 0;
    opener.failure = cancellation -> new RunFailedException("bad shape", null);
    try (SessionThread session =
        new SessionThread(
            "test",
            () ->
                opener.open(
                    new OnnxFile(java.nio.file.Path.of("a"), 1, "a"),
                    Device.CPU,
                    SessionTuning.NONE,
                    1))) {
      assertThatThrownBy(() -> session.run(List.of(BatchRunnerTest.input(1)), nanos -> {}))
          .isInstanceOf(RunFailedException.class)
          .hasMessage("bad shape");
    }
  }

  @Test
  void aSessionThatCannotOpenLeavesNoThreadBehind() {
    AtomicInteger alive = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new SessionThread(
                    "never-opened",
                    () -> {
                      alive.incrementAndGet();
                      throw new ModelException("no model");
                    }))
        .isInstanceOf(ModelException.class)
        .hasMessage("no model");
    assertThat(alive).hasValue(1);
  }

  @Test
  void aRequestBeforeTheRunBeginsEndsItAtOnceAndOneAfterwardsDoesNothing() {
    AtomicInteger stops = new AtomicInteger();
    Cancellation early = new Cancellation();
    early.request();
    early.attach(stops::incrementAndGet);
    Cancellation late = new Cancellation();
    late.attach(stops::incrementAndGet);
    late.detach();
    late.request();

    assertThat(stops).hasValue(1);
  }
}
