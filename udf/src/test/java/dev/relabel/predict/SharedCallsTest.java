package dev.relabel.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.RunFailedException;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedCallsTest {
  private static final long MAX_PIXELS = 1_000_000;

  private final FakeModel fake = new FakeModel();
  private final GatedModel model = new GatedModel(fake);
  private final PipelineThreads threads = new PipelineThreads(1, 1);
  private final ExecutorService rows = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws InterruptedException {
    model.gate.release(1000);
    rows.shutdown();
    assertThat(rows.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    threads.close();
    assertThat(fake.open).hasValue(0);
  }

  @Test
  void whoComesWhileTheModelIsBusySharesTheNextCall() throws Exception {
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);
    Future<Outcome<String>> first = predict(calls, 10);
    model.entered.acquire();
    List<Future<Outcome<String>>> others = new ArrayList<>();
    for (int width = 11; width <= 15; width++) {
      others.add(predict(calls, width));
    }
    awaitWaiting(calls, 5);

    model.gate.release(2);

    assertThat(width(first)).isEqualTo(10);
    for (int i = 0; i < 5; i++) {
      assertThat(width(others.get(i))).isEqualTo(11 + i);
    }
    assertThat(fake.batchSizes).containsExactly(1, 5);
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(calls.images()).isEqualTo(6);
  }

  @Test
  void noCallHasMoreImagesThanABatch() throws Exception {
    fake.infersOnCaller = false;
    SharedCalls calls = new SharedCalls(model, 4, MAX_PIXELS, threads);
    List<Future<Outcome<String>>> all = new ArrayList<>();
    all.add(predict(calls, 10));
    model.entered.acquire();
    for (int i = 0; i < 3; i++) {
      all.add(predict(calls, 20 + i));
    }
    awaitWaiting(calls, 3);
    all.add(predict(calls, 30)); // fills a batch, which may then go out beside the first
    model.entered.acquire();

    model.gate.release(2);

    for (Future<Outcome<String>> each : all) {
      assertThat(each.get()).isInstanceOf(Predicted.class);
    }
    assertThat(fake.batchSizes).containsExactlyInAnyOrder(1, 4);
  }

  @Test
  void onAProcessorEachThreadRunsItsOwnImage() throws Exception {
    fake.infersOnCaller = true;
    SharedCalls calls = new SharedCalls(model, 1, MAX_PIXELS, threads);
    Future<Outcome<String>> first = predict(calls, 10);
    Future<Outcome<String>> second = predict(calls, 11);
    model.entered.acquire(2); // side by side

    model.gate.release(2);

    assertThat(width(first)).isEqualTo(10);
    assertThat(width(second)).isEqualTo(11);
    assertThat(fake.batchSizes).containsExactly(1, 1);
  }

  @Test
  void aBadImageIsRejectedAndCallsNothing() {
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);

    Outcome<String> outcome = calls.predict("row", "no image".getBytes(StandardCharsets.UTF_8));

    assertThat(outcome)
        .isEqualTo(
            new Rejected<>(
                "row",
                "unreadable-image",
                "This is text or HTML, not an image; JPEG, PNG, WebP, BMP, TIFF and GIF images are"
                    + " read"));
    assertThat(calls.calls()).isZero();
  }

  @Test
  void anImageThatTheModelCannotTakeFailsNoNeighbour() throws Exception {
    fake.failsOnWidth = width -> width == 12;
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);
    Future<Outcome<String>> first = predict(calls, 10);
    model.entered.acquire();
    Future<Outcome<String>> good = predict(calls, 11);
    Future<Outcome<String>> bad = predict(calls, 12);
    awaitWaiting(calls, 2);

    model.gate.release(10);

    assertThat(width(first)).isEqualTo(10);
    assertThat(width(good)).isEqualTo(11);
    assertThat(bad.get())
        .isEqualTo(new Rejected<>("12", "inference-failed", "The fake fails on width 12"));
  }

  @Test
  void aThreadThatIsInterruptedLeavesTheLine() throws Exception {
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);
    Future<Outcome<String>> first = predict(calls, 10);
    model.entered.acquire();
    byte[] image = png(11);
    List<Throwable> thrown = new ArrayList<>();
    Thread killed =
        new Thread(
            () -> {
              try {
                calls.predict("killed", image);
              } catch (ModelException e) {
                thrown.add(e);
              }
            });
    killed.start();
    awaitWaiting(calls, 1);

    killed.interrupt();
    killed.join();

    assertThat(thrown).hasSize(1);
    assertThat(thrown.get(0)).hasMessage("Prediction was interrupted.");
    assertThat(calls.waiting()).isZero();
    model.gate.release(1);
    assertThat(width(first)).isEqualTo(10);
    assertThat(fake.batchSizes).containsExactly(1);
  }

  @Test
  void whereNoThreadCanBeHadNobodyWaitsForEver() {
    threads.close(); // takes no more work
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> calls.predict("row", png(10)))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(calls.waiting()).isZero();
    }
  }

  @Test
  void aModelThatWorksOnNothingFailsTheCaller() {
    fake.failsOnWidth = width -> true;
    model.gate.release(1000);
    SharedCalls calls = new SharedCalls(model, 8, MAX_PIXELS, threads);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                assertThat(calls.predict("row", png(10))).isInstanceOf(Rejected.class);
              }
            })
        .isInstanceOf(RunFailedException.class)
        .hasMessage("The fake fails on width 10");
  }

  private Future<Outcome<String>> predict(SharedCalls calls, int width) {
    byte[] image = png(width);
    return rows.submit(() -> calls.predict(Integer.toString(width), image));
  }

  private static int width(Future<Outcome<String>> outcome) throws Exception {
    return ((Predicted<String>) outcome.get()).width();
  }

  private static byte[] png(int width) {
    try (Picture picture = Picture.ofRgb(width, 4, new byte[3 * 4 * width])) {
      return picture.toPng();
    }
  }

  private static void awaitWaiting(SharedCalls calls, int images) {
    while (calls.waiting() < images) {
      Thread.onSpinWait();
    }
  }

  /** Each call waits to be let through. */
  private static final class GatedModel implements Model {
    final Semaphore entered = new Semaphore(0);
    final Semaphore gate = new Semaphore(0);
    private final FakeModel model;

    GatedModel(FakeModel model) {
      this.model = model;
    }

    @Override
    public ModelCard card() {
      return model.card();
    }

    @Override
    public int preferredBatchSize() {
      return model.preferredBatchSize();
    }

    @Override
    public boolean infersOnCaller() {
      return model.infersOnCaller();
    }

    @Override
    public PreparedImage prepare(Picture picture) {
      return model.prepare(picture);
    }

    @Override
    public InferredBatch infer(List<PreparedImage> batch) {
      entered.release();
      gate.acquireUninterruptibly();
      return model.infer(batch);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
