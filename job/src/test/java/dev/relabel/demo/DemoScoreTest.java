package dev.relabel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoScoreTest {
  private static final TextBox FIRST = new TextBox("A", Polygon.of(0, 0, 100, 0, 100, 20, 0, 20));
  private static final TextBox SECOND =
      new TextBox("B", Polygon.of(0, 50, 100, 50, 100, 70, 0, 70));
  private static final GroundTruth TRUTH =
      new GroundTruth(
          List.of(
              new GroundTruth.Image("street", "a.jpg", 200, 100, List.of(FIRST, SECOND), List.of()),
              new GroundTruth.Image("street/shops", "b.jpg", 200, 100, List.of(FIRST), List.of())));

  @Test
  void countsWhatIsRightWrongAndMissed() {
    DemoScore score =
        DemoScore.of(
            TRUTH,
            Map.of(
                "street/a.jpg",
                List.of(
                    Label.predicted("text", new Rectangle(0, 0, 100, 22), 0.9),
                    Label.predicted("text", new Rectangle(120, 0, 190, 22), 0.8))),
            0.5);

    assertThat(score).isEqualTo(new DemoScore(3, 2, 1));
    assertThat(score.precision()).isEqualTo(0.5);
    assertThat(score.recall()).isEqualTo(1 / 3.0);
    assertThat(score.inWords())
        .isEqualTo(
            "Found 1 of 3 lines of text (recall 0.333);"
                + " 1 of 2 predicted boxes are right (precision 0.500).");
  }

  @Test
  void letsTwoPredictionsNotShareALine() {
    Label twin = Label.predicted("text", new Rectangle(0, 0, 100, 20), 0.9);
    assertThat(DemoScore.of(TRUTH, Map.of("street/a.jpg", List.of(twin, twin)), 0.5))
        .isEqualTo(new DemoScore(3, 2, 1));
  }

  @Test
  void takesAnIouOfExactlyTheThresholdAndNothingBelow() {
    Label half = Label.predicted("text", new Rectangle(0, 0, 50, 20), 0.9);
    Label less = Label.predicted("text", new Rectangle(0, 0, 49, 20), 0.9);
    assertThat(DemoScore.of(TRUTH, Map.of("street/a.jpg", List.of(half)), 0.5).matched())
        .isEqualTo(1);
    assertThat(DemoScore.of(TRUTH, Map.of("street/a.jpg", List.of(less)), 0.5).matched()).isZero();
  }

  @Test
  void comparesTurnedBoxesAndNotTheUprightOnesAroundThem() {
    OrientedRectangle box = new OrientedRectangle(100, 100, 160, 16, Math.PI / 4);
    GroundTruth turned =
        new GroundTruth(
            List.of(
                new GroundTruth.Image(
                    "d", "a.png", 200, 200, List.of(new TextBox("A", box.corners())), List.of())));
    assertThat(
            DemoScore.of(
                    turned, Map.of("d/a.png", List.of(Label.predicted("text", box, 0.9))), 0.99)
                .matched())
        .isEqualTo(1);
    assertThat(
            DemoScore.of(
                    turned,
                    Map.of("d/a.png", List.of(Label.predicted("text", box.bounds(), 0.9))),
                    0.5)
                .matched())
        .isZero();
  }

  @Test
  void scoresNoPredictionsAsNothingFound() {
    DemoScore score = DemoScore.of(TRUTH, Map.of(), 0.5);
    assertThat(score.precision()).isZero();
    assertThat(score.recall()).isZero();
  }

  @Test
  void refusesPredictionsForOtherPictures() {
    assertThatThrownBy(() -> DemoScore.of(TRUTH, Map.of("street/x.jpg", List.of()), 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Predictions for pictures that the demo does not have: [street/x.jpg]");
  }
}
