package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetBatchesTest {
  private static final int LONGEST_WAIT_SECONDS = 30;

  @Test
  void batchesHoldOneDatasetAndAtMostTheLimit() {
    // 0–6 are of dataset 0, 7–13 of dataset 1, 14 of dataset 2.
    List<List<Integer>> calls = new ArrayList<>();
    Iterator<Integer> input = IntStream.range(0, 15).iterator();

    List<String> answers = new ArrayList<>();
    new DatasetBatches<Integer, String>(
            input,
            number -> "" + number / 7,
            5,
            1,
            batch -> {
              calls.add(batch);
              return batch.stream().map(number -> "n" + number).toList();
            })
        .forEachRemaining(answers::add);

    assertThat(calls)
        .containsExactly(
            List.of(0, 1, 2, 3, 4),
            List.of(5, 6),
            List.of(7, 8, 9, 10, 11),
            List.of(12, 13),
            List.of(14));
    assertThat(answers)
        .containsExactlyElementsOf(IntStream.range(0, 15).mapToObj(n -> "n" + n).toList());
  }

  @Test
  void aCallWithoutAnswersDoesNotEndTheStream() {
    List<String> answers = new ArrayList<>();
    new DatasetBatches<Integer, String>(
            List.of(1, 2, 3).iterator(),
            number -> "" + number,
            5,
            2,
            batch -> batch.equals(List.of(2)) ? List.of() : List.of("n" + batch.get(0)))
        .forEachRemaining(answers::add);

    assertThat(answers).containsExactly("n1", "n3");
  }

  @Test
  void asManyCallsAsAllowedAreUnderWayAtOnceAndAnswersKeepTheirOrder() {
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    List<Integer> answers = new ArrayList<>();
    singly(
            IntStream.range(0, 9).iterator(),
            3,
            number -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              await(three); // none ends before three have begun
              underWay.decrementAndGet();
              return number;
            })
        .forEachRemaining(answers::add);

    assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(most).hasValue(3);
  }

  @Test
  void theInputIsReadNoFurtherThanCallsAreMade() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> input = IntStream.range(0, 100).peek(n -> read.incrementAndGet()).iterator();
    try (DatasetBatches<Integer, Integer> batches = singly(input, 2, number -> number)) {
      assertThat(batches.next()).isZero();

      assertThat(read.get()).isLessThanOrEqualTo(4); // two batches, the next element, one ahead
    }
  }

  @Test
  void aFailedCallIsToldOnlyWhenTheOthersHaveEnded() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    DatasetBatches<Integer, Integer> batches =
        singly(
            List.of(0, 1).iterator(),
            2,
            number -> {
              if (number == 0) {
                await(begun);
                failed.countDown();
                throw new IllegalArgumentException("no zero");
              }
              begun.countDown();
              await(failed);
              ended.set(true);
              return number;
            });

    assertThatThrownBy(batches::hasNext)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no zero");
    assertThat(ended).isTrue();
  }

  @Test
  void whoeverIsInterruptedEndsTheCallsUnderWay() {
    AtomicInteger interrupted = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    Thread task = Thread.currentThread();
    DatasetBatches<Integer, Integer> batches =
        singly(
            List.of(0, 1).iterator(),
            2,
            number -> {
              begun.countDown();
              if (number == 1) {
                await(begun);
                task.interrupt();
              }
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
              return number;
            });

    assertThatThrownBy(batches::hasNext).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).as("the flag stays for the caller").isTrue();
    assertThat(interrupted).hasValue(2);
  }

  /** Every number is a batch of its own. */
  private static DatasetBatches<Integer, Integer> singly(
      Iterator<Integer> input, int atOnce, Function<Integer, Integer> call) {
    return new DatasetBatches<>(
        input, number -> "" + number, 5, atOnce, batch -> List.of(call.apply(batch.get(0))));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
