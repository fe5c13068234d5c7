package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** NanoDet, PaddleDetection, OpenVINO. */
class RowDecodersTest {
  private static Candidates collect(BoxDecoder decoder, int side, OutputSlice... outputs) {
    Candidates found = new Candidates();
    decoder.collect(List.of(outputs), Slices.placement(side, side), 0.3, found);
    return found;
  }

  private static List<String> brief(Candidates found) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      all.add(
          "%s %s: %s %s %s %s"
              .formatted(
                  found.classIndex(i),
                  found.score(i),
                  found.left(i),
                  found.top(i),
                  found.right(i),
                  found.bottom(i)));
    }
    return all;
  }

  @Test
  void paddleListsClassScoreAndCornersInPixels() {
    assertThat(
            brief(
                collect(
                    new ScoredRowsDecoder(ScoredRowsDecoder.Columns.PADDLE),
                    100,
                    Slices.of(
                        new long[] {3, 6},
                        2,
                        0.9f,
                        10,
                        20,
                        30,
                        40, //
                        -1,
                        0.9f,
                        10,
                        20,
                        30,
                        40, //
                        1,
                        0.2f,
                        10,
                        20,
                        30,
                        40))))
        .containsExactly("2 0.9: 10.0 20.0 30.0 40.0");
  }

  @Test
  void openVinoListsNormalisedCornersUntilAnImageOfMinusOne() {
    assertThat(
            brief(
                collect(
                    new ScoredRowsDecoder(ScoredRowsDecoder.Columns.OPENVINO),
                    100,
                    Slices.of(
                        new long[] {1, 1, 3, 7},
                        0,
                        1,
                        0.5f,
                        0.25f,
                        0.5f,
                        0.5f,
                        1, //
                        -1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0, //
                        0,
                        1,
                        0.9f,
                        0,
                        0,
                        1,
                        1))))
        .containsExactly("1 0.5: 25.0 50.0 50.0 100.0");
  }

  @RepeatedTest(20)
  void nanoDetExpectsEachDistanceOverItsBins(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int cells = 4 * 4; // stride 8 on 32 pixels
    float[] scores = new float[cells * 2];
    float[] distances = new float[cells * 4 * 5];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextFloat();
    }
    for (int i = 0; i < distances.length; i++) {
      distances[i] = (float) random.nextGaussian();
    }
    Candidates found =
        collect(
            new NanoDetDecoder(Classes.ALL),
            32,
            Slices.of(new long[] {cells, 2}, scores),
            Slices.of(new long[] {cells, 20}, distances));

    int next = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] >= 0.3f) {
        int cell = i / 2;
        double[] sides = new double[4];
        for (int side = 0; side < 4; side++) {
          double sum = 0;
          double weighted = 0;
          for (int bin = 0; bin < 5; bin++) {
            double share = Math.exp(distances[cell * 20 + side * 5 + bin]);
            sum += share;
            weighted += bin * share;
          }
          sides[side] = 8 * weighted / sum;
        }
        double x = 8 * (cell % 4) + 4;
        double y = 8 * Math.floor(cell / 4.0) + 4;
        assertThat(found.classIndex(next)).isEqualTo(i % 2);
        assertThat((double) found.left(next)).isCloseTo(x - sides[0], within(1e-3));
        assertThat((double) found.top(next)).isCloseTo(y - sides[1], within(1e-3));
        assertThat((double) found.right(next)).isCloseTo(x + sides[2], within(1e-3));
        assertThat((double) found.bottom(next)).isCloseTo(y + sides[3], within(1e-3));
        next++;
      }
    }
    assertThat(found.size()).isEqualTo(next);
  }

  @Test
  void nanoDetOfAnotherInputSizeIsRefused() {
    assertThatThrownBy(
            () ->
                collect(
                    new NanoDetDecoder(Classes.BEST),
                    32,
                    Slices.of(new long[] {15, 1}, new float[15]),
                    Slices.of(new long[] {15, 8}, new float[120])))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("15 cells");
  }
}
