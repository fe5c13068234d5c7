package dev.relabel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases whose average precision can be worked out by hand. */
class DetectionScoreTest {

  private static Detection box(String image, double left, double score) {
    return box(image, "cat", left, 100, score);
  }

  /** A box 100 pixels high, from the left edge on. */
  private static Detection box(
      String image, String className, double left, double width, double score) {
    Rectangle box = new Rectangle(left, 0, left + width, 100);
    return new Detection(image, className, box, score, /* crowd= */ false);
  }

  @Test
  void everythingFoundAndNothingElseIsOne() {
    List<Detection> truth = List.of(box("a", 0, 1), box("a", 200, 1), box("b", 0, 1));
    List<Detection> found = List.of(box("a", 0, 0.9), box("a", 200, 0.4), box("b", 0, 0.7));

    assertThat(DetectionScore.ap50(truth, found)).isEqualTo(1);
    assertThat(DetectionScore.ap50To95(truth, found)).isEqualTo(1);
    assertThat(DetectionScore.ap50(truth, List.of())).isZero();
  }

  /** Right, wrong, right of two: precision 1 up to recall 0.5 (51 points), then 2/3 (50 points). */
  @Test
  void aWrongOneInBetweenCostsPrecisionFromThereOn() {
    List<Detection> truth = List.of(box("a", 0, 1), box("b", 0, 1));
    List<Detection> found = List.of(box("a", 0, 0.9), box("a", 300, 0.8), box("b", 0, 0.7));

    assertThat(DetectionScore.ap50(truth, found))
        .isCloseTo((51 + 50 * 2.0 / 3) / 101, within(1e-12));
  }

  @Test
  void aSecondBoxOnOneObjectIsWrong() {
    List<Detection> truth = List.of(box("a", 0, 1), box("b", 0, 1));
    List<Detection> found = List.of(box("a", 0, 0.9), box("a", 1, 0.8), box("b", 0, 0.7));

    assertThat(DetectionScore.ap50(truth, found))
        .isCloseTo((51 + 50 * 2.0 / 3) / 101, within(1e-12));
  }

  /** Shifted by 20 of 100 pixels: IoU 80/120 = 0.667, so right at 0.50, 0.55, 0.60 and 0.65. */
  @Test
  void aLooseBoxIsRightAtLowThresholdsOnly() {
    List<Detection> truth = List.of(box("a", 0, 1));
    List<Detection> found = List.of(box("a", 20, 0.9));

    assertThat(DetectionScore.ap50(truth, found)).isEqualTo(1);
    assertThat(DetectionScore.averagePrecision(truth, found, 0.7)).isZero();
    assertThat(DetectionScore.ap50To95(truth, found)).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void classesCountTheSameHoweverManyObjectsTheyHave() {
    List<Detection> truth = new ArrayList<>(List.of(box("a", "dog", 0, 50, 1)));
    List<Detection> found = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      truth.add(box("a", 200.0 * i, 1));
      found.add(box("a", 200.0 * i, 0.5));
    }
    found.add(box("a", "bird", 0, 50, 0.9)); // not in the truth, so not judged

    assertThat(DetectionScore.ap50(truth, found)).isEqualTo(0.5);
  }

  @Test
  void whatLiesInACrowdIsNeitherRightNorWrong() {
    Detection crowd = new Detection("a", "cat", new Rectangle(0, 0, 1000, 100), 1, true);
    List<Detection> truth = List.of(crowd, box("b", 0, 1));
    List<Detection> found =
        List.of(box("a", 0, 0.9), box("a", 300, 0.8), box("a", 950, 0.7), box("b", 0, 0.6));

    // The box at 950 lies half outside: 50 of its 100 pixels are in the crowd, enough at 0.5.
    assertThat(DetectionScore.ap50(truth, found)).isEqualTo(1);
    assertThat(DetectionScore.averagePrecision(truth, found, 0.55)).isEqualTo(0.5);
  }

  /** The object is the 101st of its photo by score. */
  @Test
  void onlyTheBestHundredOfAPhotoAreLookedAt() {
    List<Detection> found = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      found.add(box("a", 1000.0 + 200 * i, 0.9));
    }
    found.add(box("a", 0, 0.1));

    assertThat(DetectionScore.ap50(List.of(box("a", 0, 1)), found)).isZero();
    assertThat(DetectionScore.ap50(List.of(box("a", 0, 1)), found.subList(1, 101)))
        .isCloseTo(0.01, within(1e-12));
  }
}
