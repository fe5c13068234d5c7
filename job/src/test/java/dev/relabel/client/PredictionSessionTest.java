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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    return PredictionSession.start(
        () -> new Predictions(outcomes, outcome -> prediction(outcome), () -> released.set(true)),
        Input.of("x"),
        "tiny");
  }

  @SuppressWarnings("NullAway") // the model is asked only for pictures
  private static Prediction prediction(Outcome<Item> outcome) {
    return new Prediction(outcome, null, 1);
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
    PredictionSession session =
        PredictionSession.start(
            () -> {
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Predictions(
                  List.<Outcome<Item>>of().iterator(), outcome -> prediction(outcome), () -> {});
            },
            Input.of("x"),
            "tiny");
    assertThat(session.next()).isEmpty();
    assertThat(session.next(Duration.ofMillis(1))).isEmpty();
    assertThat(session.isDone()).isFalse();
    assertThat(session.status().state()).isEqualTo(State.RUNNING);
    held.countDown();
    assertThat(session.next(SOON)).isEmpty();
    assertThat(session.isDone()).isTrue();
    session.close();
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
