package dev.relabel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.client.SessionStatus.State;
import dev.relabel.deploy.Environment;
import dev.relabel.predict.Outcome;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.TinyModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over outcomes that a test places, and over a real model. */
class PredictionSessionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicBoolean released = new AtomicBoolean();

  /** Outcomes 0, 1, … up to a number; a failure comes after them, if there is one. */
  private PredictionSession session(int count, RuntimeException... failure) {
    Iterator<Outcome<Item>> outcomes =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return made.get() < count || failure.length > 0;
          }

          @Override
          public Outcome<Item> next() {
            if (made.get() == count) {
              throw failure[0];
            }
            String name = "f" + made.getAndIncrement();
            return new Outcome.Rejected<>(
                new Item.Elsewhere(WorkItem.file(name, name)), "none", "a test");
          }
        };
    return started(
        progress -> {
          progress.predicted(0, 400);
          return new Predictions(predictions(outcomes), () -> {}, () -> released.set(true));
        });
  }

  private static PredictionSession started(PredictionSession.Work work) {
    PredictionSession session = new PredictionSession(work, Input.of("x"), "tiny", ended -> {});
    session.start();
    return session;
  }

  private static Iterator<Prediction> predictions(Iterator<Outcome<Item>> outcomes) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return outcomes.hasNext();
      }

      @Override
      public Prediction next() {
        return prediction(outcomes.next());
      }
    };
  }

  @SuppressWarnings("NullAway") // the model is asked only for pictures
  private static Prediction prediction(Outcome<Item> outcome) {
    return new Prediction(outcome, Optional.empty(), null, 1);
  }

  private static List<String> sources(Iterable<Prediction> predictions) {
    List<String> sources = new ArrayList<>();
    predictions.forEach(each -> sources.add(each.source()));
    return sources;
  }

  @Test
  void predictionsComeInOrderAndThenItIsDone() {
    try (PredictionSession session = session(200)) {
      assertThat(sources(session)).hasSize(200).startsWith("f0", "f1").endsWith("f199");
      assertThat(session.isDone()).isTrue();
      assertThat(session.next()).isEmpty();
      assertThat(session.status().state()).isEqualTo(State.FINISHED);
      assertThat(session.status().progress()).contains(100.0);
      assertThat(session.status().problems()).isEqualTo(200);
      assertThat(session.status().message())
          .isEqualTo("finished: 200 predicted, 200 with a problem");
      assertThat(session.status().context())
          .containsEntry("source", "f199")
          .containsEntry("model", "tiny");
    }
    assertThat(released).isTrue();
  }

  @Test
  void nothingIsMadeFarAheadOfTheReader() {
    try (PredictionSession session = session(10_000)) {
      for (int i = 0; i < 10; i++) {
        assertThat(session.next(SOON)).isPresent();
      }
      awaitFull(10);
      assertThat(made).hasValue(74);
      assertThat(session.isDone()).isFalse();
    }
    assertThat(released).isTrue();
    assertThat(threads()).isZero();
  }

  /** Waits until the session has made all that may wait for the reader. */
  private void awaitFull(int read) {
    while (made.get() < read + 64) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("relabel-session"))
        .count();
  }

  @Test
  void whatWaitsWhenItIsStoppedCanStillBeRead() {
    try (PredictionSession session = session(10_000)) {
      assertThat(session.next(SOON)).isPresent();
      awaitFull(1);
      session.stop();
      List<String> rest = sources(session);
      assertThat(rest).hasSize(64).startsWith("f1");
      assertThat(session.isDone()).isTrue();
      assertThat(session.status().state()).isEqualTo(State.STOPPED);
    }
  }

  @Test
  void aFailureIsThrownOnceAfterWhatCameBeforeIt() {
    try (PredictionSession session = session(2, new RunException("the disk is gone", null))) {
      List<String> seen = new ArrayList<>();
      assertThatThrownBy(() -> session.forEach(each -> seen.add(each.source())))
          .isInstanceOf(RunException.class)
          .hasMessage("the disk is gone");
      assertThat(seen).containsExactly("f0", "f1");
      assertThat(session.isDone()).isTrue();
      assertThat(session.next()).isEmpty();
      assertThat(session.iterator().hasNext()).isFalse();
      SessionStatus status = session.status();
      assertThat(status.state()).isEqualTo(State.FAILED);
      assertThat(status.message()).isEqualTo("failed: the disk is gone");
      assertThat(status.error())
          .hasValueSatisfying(
              text -> assertThat(text).contains("RunException", "\tat dev.relabel"));
    }
  }

  @Test
  void aReaderDoesNotWaitLongerThanItWants() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    PredictionSession session = started(progress -> noneAfter(held));
    assertThat(session.next()).isEmpty();
    assertThat(session.next(Duration.ofMillis(1))).isEmpty();
    assertThat(session.isDone()).isFalse();
    assertThat(session.status().state()).isEqualTo(State.RUNNING);
    held.countDown();
    assertThat(session.next(SOON)).isEmpty();
    assertThat(session.isDone()).isTrue();
    session.close();
  }

  private static Predictions noneAfter(CountDownLatch held) {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Predictions(List.<Prediction>of().iterator(), () -> {}, () -> {});
  }

  @Test
  void aReaderThatIsInterruptedDoesNotTakeThatForTheEnd() {
    CountDownLatch held = new CountDownLatch(1);
    PredictionSession session = started(progress -> noneAfter(held));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> session.iterator().hasNext())
        .isInstanceOf(PredictionException.class)
        .hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
    held.countDown();
    assertThat(session.next(Duration.ofSeconds(Long.MAX_VALUE))).isEmpty();
    assertThat(session.isDone()).isTrue();
    session.close();
  }

  @Test
  void progressCountsWhatIsReadOrNot() {
    try (PredictionSession session = session(400)) {
      awaitFull(0);
      assertThat(session.status().progress()).contains(16.0);
    }
  }

  @Test
  void theQueryOfAnAddressIsNotInTheStatus() {
    WorkItem item = WorkItem.file("https://a.example/b.jpg?token=secret", "b.jpg");
    Outcome<Item> outcome = new Outcome.Rejected<>(new Item.Elsewhere(item), "none", "a test");
    try (PredictionSession session =
        started(
            progress ->
                new Predictions(List.of(prediction(outcome)).iterator(), () -> {}, () -> {}))) {
      assertThat(session.next(SOON)).isPresent();
      assertThat(session.status().context().get("source")).startsWith("https://a.example/b.jpg");
      assertThat(session.status().toString()).doesNotContain("secret");
    }
  }

  @Test
  void closingRelabelEndsItsSessionsAndNothingBeginsAfterwards(@TempDir Path directory)
      throws IOException {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 500);
    Path file = TinyModel.write(directory.resolve("tiny.onnx"));
    Relabel relabel = Relabel.with(new Environment(Map.of(), directory, 0));
    Model model = relabel.deploy(file.toString(), "cpu", Map.of());
    PredictionSession session = model.predictDetached(Input.of(film.toString()));
    assertThat(session.next(SOON)).isPresent();

    relabel.close();

    assertThat(threads()).isZero();
    assertThat(session.status().state()).isEqualTo(State.STOPPED);
    assertThat(session.isDone()).isTrue();
    assertThatThrownBy(() -> relabel.deploy(file.toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Relabel is closed");
    PredictionSession late = model.predictDetached(Input.of(film.toString()));
    assertThatThrownBy(() -> late.next(SOON)).hasMessage("The model is closed");
    late.close();
  }

  @Test
  void tenThousandRealImagesTakeNoMoreMemoryThanTheFewThatWait(@TempDir Path directory)
      throws IOException {
    Files.write(directory.resolve("a.jpg"), GreyVideo.jpeg(1));
    Path list = Files.write(directory.resolve("list.txt"), Collections.nCopies(10_000, "a.jpg"));
    Path file = TinyModel.write(directory.resolve("tiny.onnx"));
    try (Relabel relabel = Relabel.with(new Environment(Map.of(), directory, 0))) {
      Model model = relabel.deploy(file.toString(), "cpu", Map.of());
      assertThat(model.predict(Input.of(directory.resolve("a.jpg").toString()))).hasSize(1);
      long before = usedBytes();
      try (PredictionSession session = model.predictDetached(Input.of(list.toString()))) {
        for (int i = 0; i < 10; i++) {
          assertThat(session.next(SOON)).isPresent();
        }
        while (session.status().predicted() < 74) {
          LockSupport.parkNanos(1_000_000);
        }
        assertThat(usedBytes() - before).isLessThan(8 << 20);
        assertThat(session.status().predicted()).isEqualTo(74);
      }
      assertThat(threads()).isZero();
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aThousandSessionsLeaveNothing(@TempDir Path directory) throws IOException {
    Path photo = Files.write(directory.resolve("a.jpg"), GreyVideo.jpeg(1));
    Path file = TinyModel.write(directory.resolve("tiny.onnx"));
    Environment environment = new Environment(Map.of(), directory, 0);
    try (Relabel relabel = Relabel.with(environment)) {
      Model model = relabel.deploy(file.toString(), "cpu", Map.of());
      Input input = Input.of(photo.toString()).and(Input.ofFile(GreyVideo.jpeg(2)));
      long files = openFiles();
      for (int i = 0; i < 1000; i++) {
        try (PredictionSession session = model.predictDetached(input)) {
          assertThat(session.next(SOON)).isPresent();
        }
      }
      assertThat(threads()).isZero();
      assertThat(openFiles()).isLessThan(files + 20);
    }
  }

  private static long openFiles() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
