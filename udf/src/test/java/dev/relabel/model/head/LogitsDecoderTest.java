package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.model.ScoreFunction;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LogitsDecoderTest {
  private static final int QUERIES = 30;
  private static final int COLUMNS = 4;

  private static Candidates decode(ScoreFunction function, float[] boxes, float[] logits) {
    Candidates found = new Candidates();
    new LogitsDecoder(function)
        .collect(
            List.of(
                Slices.of(new long[] {boxes.length / 4, 4}, boxes),
                Slices.of(new long[] {boxes.length / 4, logits.length * 4 / boxes.length}, logits)),
            Slices.placement(200, 100),
            0.3,
            found);
    return found;
  }

  private static float[] random(long seed, int count, boolean isUnit) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = isUnit ? 0.05f + 0.9f * random.nextFloat() : (float) (3 * random.nextGaussian());
    }
    return numbers;
  }

  @RepeatedTest(20)
  void softmaxGivesEachQueryItsBestClassButTheLast(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    float[] boxes = random(seed, 4 * QUERIES, true);
    float[] logits = random(seed + 1000, COLUMNS * QUERIES, false);
    Candidates found = decode(ScoreFunction.SOFTMAX, boxes, logits);

    int next = 0;
    for (int q = 0; q < QUERIES; q++) {
      double sum = 0;
      for (int c = 0; c < COLUMNS; c++) {
        sum += Math.exp(logits[q * COLUMNS + c]);
      }
      int best = 0;
      for (int c = 0; c < COLUMNS - 1; c++) {
        best = logits[q * COLUMNS + c] > logits[q * COLUMNS + best] ? c : best;
      }
      double score = Math.exp(logits[q * COLUMNS + best]) / sum;
      if (score >= 0.3) {
        assertThat(found.row(next)).isEqualTo(q);
        assertThat(found.classIndex(next)).isEqualTo(best);
        assertThat((double) found.score(next)).isCloseTo(score, within(1e-5));
        assertThat(found.left(next))
            .isCloseTo(200 * (boxes[4 * q] - boxes[4 * q + 2] / 2), within(1e-3f));
        assertThat(found.bottom(next))
            .isCloseTo(100 * (boxes[4 * q + 1] + boxes[4 * q + 3] / 2), within(1e-3f));
        next++;
      }
    }
    assertThat(found.size()).isEqualTo(next);
  }

  @Test
  void sigmoidLetsAQueryHaveSeveralClasses() {
    float[] boxes = {0.5f, 0.5f, 0.2f, 0.4f};
    Candidates found = decode(ScoreFunction.SIGMOID, boxes, new float[] {2, -3, 0.5f, Float.NaN});

    assertThat(found.size()).isEqualTo(2);
    assertThat(found.classIndex(0)).isZero();
    assertThat((double) found.score(0)).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
    assertThat(found.classIndex(1)).isEqualTo(2);
    assertThat(found.left(1)).isEqualTo(80);
    assertThat(found.top(1)).isEqualTo(30);
  }
}
