package dev.relabel.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.RunFailedException;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictionPipelineTest {
  private final PipelineThreads threads = new PipelineThreads(2, 2);
  private final FakeModel model = new FakeModel();
  private final Map<Stage, Long> busy = new EnumMap<>(Stage.class);
  private final List<Integer> groupSizes = new ArrayList<>();
  private long readAheadBytes = Long.MAX_VALUE;
  private long bytesOfEach = 1;

  private final List<Integer> firstOfGroups = new ArrayList<>();
  private boolean isSequential;
  private int atOnce;
  private int mostAtOnce;

  @AfterEach
  void stopThreads() {
    threads.close();
  }

  @Test
  void everyItemHasOneOutcomeInTheOrderOfTheInput() {
    List<Outcome<Integer>> outcomes = run(items(1, 100), 8, 32);

    assertThat(outcomes).extracting(Outcome::item).containsExactlyElementsOf(items(1, 100));
    assertThat(outcomes).allMatch(Predicted.class::isInstance);
    assertThat(model.open).hasValue(0);
  }

  @Test
  void labelsBelongToTheirOwnImage() {
    for (Outcome<Integer> outcome : run(items(10, 40), 4, 16)) {
      Predicted<Integer> predicted = (Predicted<Integer>) outcome;
      assertThat(predicted.width()).isEqualTo(predicted.item());
      assertThat(predicted.labels().get(0).geometry())
          .isEqualTo(new Rectangle(0, 0, predicted.item(), 5));
    }
  }

  @Test
  void batchesAreCutByPositionAndFilledToTheLast() {
    run(items(1, 10), 4, 16);

    assertThat(model.batchSizes).containsExactlyInAnyOrder(4, 4, 2);
  }

  @Test
  void fetchesInGroupsOfItemsThatMayShareACall() {
    run(items(1, 30), 4, 32);

    // Items 1–19 share, 20–30 share; at most 8 per call.
    assertThat(groupSizes).containsExactlyInAnyOrder(8, 8, 3, 8, 3);
  }

  @Test
  void noMoreImagesAreUnderWayThanAllowed() {
    AtomicInteger taken = new AtomicInteger();
    Iterator<Integer> counted =
        IntStream.rangeClosed(1, 200).boxed().peek(each -> taken.incrementAndGet()).iterator();
    PredictionPipeline<Integer> pipeline = pipeline(counted, 4, 20);

    for (int given = 0; pipeline.hasNext(); given++) {
      // One item may wait for a group that it does not fit into.
      assertThat(taken.get() - given).isLessThanOrEqualTo(21);
      pipeline.next();
    }
    assertThat(taken).hasValue(200);
  }

  @Test
  void aGroupIsCutWhereItsBytesBecomeTooMany() {
    bytesOfEach = 3L << 20;

    run(items(20, 30), 4, 32);

    assertThat(groupSizes).containsExactlyInAnyOrder(2, 2, 2, 2, 2, 1);
  }

  @Test
  void fetchesNoFurtherAheadThanItsBytesAllow() {
    bytesOfEach = 3L << 20;
    readAheadBytes = 10L << 20;
    AtomicInteger taken = new AtomicInteger();
    Iterator<Integer> counted =
        IntStream.rangeClosed(1, 100).boxed().peek(each -> taken.incrementAndGet()).iterator();
    PredictionPipeline<Integer> pipeline = pipeline(counted, 2, 50);

    for (int given = 0; pipeline.hasNext(); given++) {
      // 4 images reach the limit, a group of 2 may begin below it, one more is looked at.
      assertThat(taken.get() - given).isLessThanOrEqualTo(6);
      pipeline.next();
    }
    assertThat(taken).hasValue(100);
  }

  @Test
  void imagesLargerThanAllReadAheadStillFillABatch() {
    bytesOfEach = 50L << 20;
    readAheadBytes = 1;

    assertThat(run(items(1, 10), 4, 4))
        .extracting(Outcome::item)
        .containsExactlyElementsOf(items(1, 10));
    assertThat(model.batchSizes).containsExactlyInAnyOrder(4, 4, 2);
  }

  @Test
  void onlyAFewBatchesAreDecodedAheadOfADevice() {
    run(items(1, 300), 2, 160);

    assertThat(model.mostOpen.get()).isLessThanOrEqualTo(32);
  }

  @Test
  void aModelThatInfersOnItsCallerGetsImagesAsTheyAreDecoded() {
    model.infersOnCaller = true;

    List<Outcome<Integer>> outcomes = run(items(1, 200), 1, 160);

    assertThat(outcomes).extracting(Outcome::item).containsExactlyElementsOf(items(1, 200));
    assertThat(model.batchSizes).hasSize(200);
    assertThat(model.open).hasValue(0);
    // The two threads that decode, and the one that pulls.
    assertThat(model.mostOpen.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void badImagesAreRejectedAndHarmNobody() {
    List<Outcome<Integer>> outcomes = run(List.of(5, -1, 6, -2, 7), 4, 16);

    assertThat(outcomes)
        .extracting(each -> each instanceof Rejected<Integer> bad ? bad.cause() : "predicted")
        .containsExactly("predicted", "unreadable-image", "predicted", "not-found", "predicted");
    assertThat(model.open).hasValue(0);
  }

  @Test
  void anImageThatTheModelRefusesIsRejectedAlone() {
    model.failsOnWidth = width -> width == 6;

    List<Outcome<Integer>> outcomes = run(items(5, 8), 4, 16);

    assertThat(outcomes)
        .extracting(each -> each instanceof Rejected<Integer> bad ? bad.message() : "predicted")
        .containsExactly("predicted", "The fake fails on width 6", "predicted", "predicted");
  }

  @Test
  void aModelThatWorksOnNothingEndsTheStream() {
    model.failsOnWidth = width -> true;

    assertThatThrownBy(() -> run(items(1, 50), 4, 16))
        .isInstanceOf(RunFailedException.class)
        .hasMessageStartingWith("The fake fails on width");
    assertThat(nothingIsHeldInTheEnd()).isTrue();
  }

  @Test
  void aFetcherThatFailsEndsTheStreamWithItsOwnException() {
    PredictionPipeline<Integer> pipeline = pipeline(items(998, 1005).iterator(), 2, 16);

    assertThatThrownBy(() -> pipeline.forEachRemaining(each -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("token rejected");
    assertThat(pipeline.hasNext()).isFalse();
  }

  @Test
  void busyTimeIsKeptForEveryStage() {
    run(items(1, 20), 4, 16);

    assertThat(busy)
        .containsOnlyKeys(Stage.FETCH, Stage.DECODE, Stage.INFER, Stage.POSTPROCESS)
        .allSatisfy((stage, nanos) -> assertThat(nanos).isPositive());
  }

  @Test
  void busyTimeIsNeverMoreThanItsThreadsHad() {
    model.infersOnCaller = true;
    long start = System.nanoTime();

    run(items(1, 100), 1, 40);

    long elapsed = System.nanoTime() - start;
    assertThat(busyNanos(Stage.FETCH)).isLessThanOrEqualTo(2 * elapsed);
    // Two threads that decode, and the one that pulls.
    assertThat(busyNanos(Stage.DECODE) + busyNanos(Stage.INFER) + busyNanos(Stage.POSTPROCESS))
        .isLessThanOrEqualTo(3 * elapsed);
  }

  private long busyNanos(Stage stage) {
    return busy.getOrDefault(stage, 0L);
  }

  @Test
  void whatHasToComeInOrderIsFetchedOneGroupAfterTheOther() {
    isSequential = true;

    assertThat(run(items(1, 200), 4, 100)).hasSize(200);

    assertThat(firstOfGroups).isSorted().hasSizeGreaterThan(20);
    assertThat(mostAtOnce).isEqualTo(1);
  }

  @Test
  void anEmptyInputHasNoOutcomes() {
    assertThat(run(List.of(), 4, 16)).isEmpty();
  }

  /** Calls that were under way when the stream ended finish on their own threads. */
  private boolean nothingIsHeldInTheEnd() {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (model.open.get() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return model.open.get() == 0;
  }

  private List<Outcome<Integer>> run(List<Integer> items, int batchSize, int readAhead) {
    List<Outcome<Integer>> outcomes = new ArrayList<>();
    try (PredictionPipeline<Integer> pipeline = pipeline(items.iterator(), batchSize, readAhead)) {
      pipeline.forEachRemaining(outcomes::add);
    }
    return outcomes;
  }

  private PredictionPipeline<Integer> pipeline(
      Iterator<Integer> items, int batchSize, int readAhead) {
    return new PredictionPipeline<>(
        items,
        new NumberedImages(),
        model,
        new PipelineSettings(batchSize, readAhead, readAheadBytes, 1_000_000),
        threads,
        this::addBusy);
  }

  private synchronized void addBusy(Stage stage, long nanos) {
    busy.merge(stage, nanos, Long::sum);
  }

  private static List<Integer> items(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  /** Item n is a picture n pixels wide; −1 is no picture, −2 is gone, 1000 ends everything. */
  private final class NumberedImages implements ImageFetcher<Integer> {
    @Override
    public int groupLimit() {
      return 8;
    }

    @Override
    public long knownBytes(Integer item) {
      return bytesOfEach;
    }

    @Override
    public boolean mayShareCall(Integer first, Integer second) {
      return first / 20 == second / 20;
    }

    @Override
    public boolean isSequential(Integer item) {
      return isSequential;
    }

    @Override
    public List<Fetched> fetch(List<Integer> items) {
      synchronized (groupSizes) {
        groupSizes.add(items.size());
        firstOfGroups.add(items.get(0));
        atOnce++;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
      }
      try {
        return items.stream().map(this::image).toList();
      } finally {
        synchronized (groupSizes) {
          atOnce--;
        }
      }
    }

    private Fetched image(int item) {
      if (item == -1) {
        return new Bytes("<html>".getBytes(StandardCharsets.US_ASCII), 0, 0);
      }
      if (item == -2) {
        return new Missing("not-found", "gone");
      }
      if (item == 1000) {
        throw new IllegalStateException("token rejected");
      }
      try (Picture picture = Picture.ofRgb(item, 10, new byte[item * 30])) {
        return new Bytes(picture.toPng(), item, 10);
      }
    }
  }
}
