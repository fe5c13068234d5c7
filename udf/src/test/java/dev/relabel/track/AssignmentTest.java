package dev.relabel.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final int ALONE = Assignment.ALONE;

  @Test
  void theSumCountsRatherThanTheBestPair() {
    double[][] costs = {{0.1, 0.2}, {0.2, 0.9}};

    assertThat(Assignment.of(costs, 1)).containsExactly(1, 0); // 0.4 rather than 1.0
  }

  @Test
  void aPairCostsLessThanTheLimitOrIsNone() {
    assertThat(Assignment.of(new double[][] {{0.5}}, 0.5)).containsExactly(ALONE);
    assertThat(Assignment.of(new double[][] {{0.5}}, Math.nextUp(0.5))).containsExactly(0);
    assertThat(Assignment.of(new double[][] {{Double.NaN}}, 0.5)).containsExactly(ALONE);
    assertThat(Assignment.of(new double[][] {{Double.POSITIVE_INFINITY}}, 0.5))
        .containsExactly(ALONE);
  }

  @Test
  void oneGoodPairIsBetterThanTwoThatHardlyPass() {
    double[][] costs = {{0.0, 0.79}, {0.79, 1.0}};

    assertThat(Assignment.of(costs, 0.8)).containsExactly(0, ALONE); // 0.0 + 0.8, not 1.58
  }

  @Test
  void whatIsEquallyGoodGoesByOrder() {
    double[][] equal = {{0.3, 0.3, 0.3}, {0.3, 0.3, 0.3}};

    assertThat(Assignment.of(equal, 0.8)).containsExactly(0, 1);
    assertThat(Assignment.of(new double[][] {{0.3}, {0.3}, {0.3}}, 0.8))
        .containsExactly(0, ALONE, ALONE);
  }

  @Test
  void nobodyIsWithNobody() {
    assertThat(Assignment.of(new double[0][0], 1)).isEmpty();
    assertThat(Assignment.of(new double[2][0], 1)).containsExactly(ALONE, ALONE);
  }

  @Test
  void noChoiceIsBetterThanTheAnswer() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      boolean tied = seed % 2 == 0;
      double[][] costs = new double[random.nextInt(6)][random.nextInt(5) + 1];
      for (double[] row : costs) {
        Arrays.setAll(row, i -> tied ? random.nextInt(6) / 4.0 : random.nextDouble());
      }
      double limit = tied ? 1 : 0.3 + random.nextDouble();

      int[] columns = Assignment.of(costs, limit);

      assertThat(Arrays.stream(columns).filter(column -> column != ALONE))
          .as("seed %s", seed)
          .doesNotHaveDuplicates();
      double total = 0;
      for (int row = 0; row < columns.length; row++) {
        total += columns[row] == ALONE ? limit : costs[row][columns[row]];
        assertThat(columns[row] == ALONE || costs[row][columns[row]] < limit)
            .as("seed %s, row %s", seed, row)
            .isTrue();
      }
      assertThat(total).as("seed %s", seed).isCloseTo(least(costs, limit, 0, 0), within(1e-12));
      assertThat(Assignment.of(costs, limit)).as("seed %s", seed).isEqualTo(columns);
    }
  }

  /** Tries everything for the rows from one on, with columns in a bit set. */
  private static double least(double[][] costs, double limit, int row, int taken) {
    if (row == costs.length) {
      return 0;
    }
    double least = limit + least(costs, limit, row + 1, taken);
    for (int column = 0; column < costs[row].length; column++) {
      if ((taken & 1 << column) == 0 && costs[row][column] < limit) {
        double rest = least(costs, limit, row + 1, taken | 1 << column);
        least = Math.min(least, costs[row][column] + rest);
      }
    }
    return least;
  }

  @Test
  void rowsThatShareNoColumnDoNotTouchEachOther() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[][] ours = new double[4][4];
      double[][] both = new double[8][8]; // ours in the even rows and columns
      for (double[] row : both) {
        Arrays.fill(row, Double.POSITIVE_INFINITY);
      }
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          ours[i][j] = random.nextInt(5) / 4.0; // many ties
          both[2 * i][2 * j] = ours[i][j];
          both[2 * i + 1][2 * j + 1] = random.nextDouble();
        }
      }

      int[] alone = Assignment.of(ours, 0.9);
      int[] together = Assignment.of(both, 0.9);

      for (int i = 0; i < 4; i++) {
        assertThat(together[2 * i])
            .as("seed %s, row %s", seed, i)
            .isEqualTo(alone[i] == ALONE ? ALONE : 2 * alone[i]);
      }
    }
  }
}
