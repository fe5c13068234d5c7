package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetBatchesTest {
  @Test
  void batchesHoldOneDatasetAndAtMostTheLimit() {
    // 0–6 are of dataset 0, 7–13 of dataset 1, 14 of dataset 2.
    List<List<Integer>> calls = new ArrayList<>();
    Iterator<Integer> input = IntStream.range(0, 15).iterator();

    List<String> answers = new ArrayList<>();
    new DatasetBatches<Integer, String>(
            input,
            number -> number / 7,
            5,
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
            number -> number,
            5,
            batch -> batch.equals(List.of(2)) ? List.of() : List.of("n" + batch.get(0)))
        .forEachRemaining(answers::add);

    assertThat(answers).containsExactly("n1", "n3");
  }
}
