package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SimplificationTest {
  @Test
  void cornersOnStraightLinesAreLeftOut() {
    Polygon square = Polygon.of(0, 0, 5, 0, 10, 0, 10, 5, 10, 10, 0, 10, 0, 5);

    assertThat(Simplification.of(square, 0)).contains(Polygon.of(0, 0, 10, 0, 10, 10, 0, 10));
  }

  @Test
  void whatIsThinnerThanTheToleranceIsGone() {
    assertThat(Simplification.of(Polygon.of(0, 0, 9, 0.5, 18, 0, 9, 0.4), 1)).isEmpty();
  }

  /** From a point to the nearest place on an outline, corner by corner and side by side. */
  private static double distance(Point point, List<Point> ring) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ring.size(); i++) {
      Point from = ring.get(i);
      Point to = ring.get((i + 1) % ring.size());
      for (int step = 0; step <= 200; step++) {
        double x = from.x() + (to.x() - from.x()) * step / 200;
        double y = from.y() + (to.y() - from.y()) * step / 200;
        nearest = Math.min(nearest, Math.hypot(point.x() - x, point.y() - y));
      }
    }
    return nearest;
  }

  @RepeatedTest(30)
  void noCornerThatIsLeftOutLiesFartherThanTheTolerance(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Polygon star = new RandomShapes(random).star(40);
    double tolerance = 0.2 + 2 * random.nextDouble();

    Polygon simple = Simplification.of(star, tolerance).orElseThrow();

    assertThat(simple.exterior()).hasSizeLessThan(40);
    assertThat(star.exterior()).containsAll(simple.exterior());
    assertThat(star.exterior())
        .as("seed %s", repetition.getCurrentRepetition())
        .allMatch(corner -> distance(corner, simple.exterior()) <= tolerance + 0.1);
  }

  @Test
  void aMaskBecomesNearlyItselfAgain() {
    Mask circle =
        Mask.where(0, 0, 60, 60, (x, y) -> Math.hypot(x - 29.5, y - 29.5) < 25).orElseThrow();

    Polygon outline = Simplification.of(Conversions.toPolygons(circle).get(0), 1).orElseThrow();

    assertThat(outline.exterior()).hasSizeLessThan(40);
    assertThat(Iou.of(outline, circle)).isCloseTo(1, within(0.05));
  }
}
