package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.image.Placement;
import dev.relabel.model.NmsMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class OrientedBoxesTest {
  private static final OrientedBoxes SHAPES = new OrientedBoxes(RowLayout.ROW_PER_OBJECT, 6);

  /** Rows of centre x and y, width, height, score, class, angle. */
  private static OutputSlice table(float... numbers) {
    return Slices.of(new long[] {numbers.length / 7, 7}, numbers);
  }

  private static Candidates found(OutputSlice table) {
    Candidates found = new Candidates();
    new EndToEndDecoder(EndToEndDecoder.Corners.CENTRE_AND_SIZE)
        .collect(List.of(table), Slices.placement(100, 100), 0.1, found);
    return found;
  }

  @Test
  void cornersLieWhereTheTurnAndTheLetterboxPutThem() {
    OutputSlice table = table(50, 40, 20, 10, 0.9f, 0, (float) (Math.PI / 6));
    Placement half = new Placement(100, 100, 200, 100, Affine.scaleThenShift(2, 2, 0, -50));

    OrientedRectangle box = SHAPES.of(List.of(table), found(table), 0, half).orElseThrow();

    double cos = Math.cos(Math.PI / 6);
    double sin = Math.sin(Math.PI / 6);
    // The corner that is bottom right before the turn: (10, 5) from the centre.
    double x = 50 + 10 * cos - 5 * sin;
    double y = 40 + 10 * sin + 5 * cos;
    Point corner = box.corners().exterior().get(2);
    assertThat(corner.x()).isCloseTo(2 * x, within(1e-4));
    assertThat(corner.y()).isCloseTo(2 * y - 50, within(1e-4));
  }

  @Test
  void aStretchedInputGivesTheSmallestBoxAroundTheParallelogram() {
    OutputSlice table = table(50, 50, 20, 10, 0.9f, 0, (float) (Math.PI / 4));
    Placement stretched = new Placement(100, 100, 300, 100, Affine.scaleThenShift(3, 1, 0, 0));

    OrientedRectangle box = SHAPES.of(List.of(table), found(table), 0, stretched).orElseThrow();

    assertThat(box.centerX()).isCloseTo(150, within(1e-3));
    assertThat(box.centerY()).isCloseTo(50, within(1e-3));
    assertThat(box.area()).isGreaterThanOrEqualTo(3 * 200 - 1e-3);
  }

  @Test
  void boxesBesideThePictureAndAnglesThatAreNoNumbersAreLeftOut() {
    OutputSlice table = table(150, 50, 20, 10, 0.9f, 0, 0, 50, 50, 20, 10, 0.8f, 0, Float.NaN);
    Candidates found = found(table);

    for (int i = 0; i < 2; i++) {
      assertThat(SHAPES.of(List.of(table), found, i, Slices.placement(100, 100))).isEmpty();
    }
  }

  /** Two by two matrices, row by row. */
  private static double[] covariance(double width, double height, double angle) {
    double a = width * width / 12;
    double b = height * height / 12;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new double[] {
      a * cos * cos + b * sin * sin,
      (a - b) * cos * sin,
      (a - b) * cos * sin,
      a * sin * sin + b * cos * cos
    };
  }

  private static double determinant(double[] m) {
    return m[0] * m[3] - m[1] * m[2];
  }

  @RepeatedTest(50)
  void theirOverlapIsOneLessTheHellingerDistanceOfTheirGaussians(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] numbers = new float[14];
    for (int i = 0; i < 2; i++) {
      numbers[7 * i] = 30 + 10 * random.nextFloat();
      numbers[7 * i + 1] = 30 + 10 * random.nextFloat();
      numbers[7 * i + 2] = 4 + 20 * random.nextFloat();
      numbers[7 * i + 3] = 4 + 20 * random.nextFloat();
      numbers[7 * i + 4] = 0.9f;
      numbers[7 * i + 6] = 7 * random.nextFloat() - 3.5f;
    }
    OutputSlice table = table(numbers);

    double[] p = covariance(numbers[2], numbers[3], numbers[6]);
    double[] q = covariance(numbers[9], numbers[10], numbers[13]);
    double[] mean = new double[4];
    for (int i = 0; i < 4; i++) {
      mean[i] = (p[i] + q[i]) / 2;
    }
    double dx = numbers[0] - numbers[7];
    double dy = numbers[1] - numbers[8];
    double mahalanobis =
        (mean[3] * dx * dx - (mean[1] + mean[2]) * dx * dy + mean[0] * dy * dy) / determinant(mean);
    double distance =
        mahalanobis / 8
            + Math.log(determinant(mean) / Math.sqrt(determinant(p) * determinant(q))) / 2;

    assertThat(SHAPES.overlap(List.of(table)).of(found(table), 0, 1))
        .as("seed %s", repetition.getCurrentRepetition())
        .isCloseTo(1 - Math.sqrt(1 - Math.exp(-distance)), within(1e-3));
  }

  @Test
  void boxesThatCrossDoNotSuppressEachOther() {
    // Upright, both cover 40 × 4 pixels around one centre; turned, they are a cross.
    OutputSlice cross = table(50, 50, 40, 4, 0.9f, 0, 0, 50, 50, 40, 4, 0.8f, 0, 1.57f);
    OutputSlice same = table(50, 50, 40, 4, 0.9f, 0, 0, 50, 50, 4, 40, 0.8f, 0, 1.57f);
    Suppression suppression = new Suppression(NmsMode.CLASS, 0.45, 10);

    assertThat(suppression.keep(found(cross), SHAPES.overlap(List.of(cross)))).hasSize(2);
    assertThat(suppression.keep(found(same), SHAPES.overlap(List.of(same)))).hasSize(1);
  }
}
