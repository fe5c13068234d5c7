package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TurnedBoxTest {

  @Test
  void findsARectangleThatIsTurned() {
    double angle = Math.toRadians(30);
    TurnedBox drawn = new TurnedBox(50, 40, 30, 10, angle);

    TurnedBox found = TurnedBox.around(drawn.toGeometry().corners().exterior());

    assertThat(found.centerX()).isCloseTo(50, within(1e-9));
    assertThat(found.centerY()).isCloseTo(40, within(1e-9));
    assertThat(found.width()).isCloseTo(30, within(1e-9));
    assertThat(found.height()).isCloseTo(10, within(1e-9));
    assertThat(found.angle()).isCloseTo(angle, within(1e-9));
  }

  @Test
  void aSinglePointAndALineHaveNoArea() {
    assertThat(TurnedBox.around(List.of(new Point(3, 4)))).isEqualTo(new TurnedBox(3, 4, 0, 0, 0));
    TurnedBox line = TurnedBox.around(List.of(new Point(0, 0), new Point(2, 2), new Point(1, 1)));
    assertThat(line.shorterSide()).isCloseTo(0, within(1e-12));
  }

  @Test
  void growsOnEverySide() {
    assertThat(new TurnedBox(5, 5, 4, 2, 0.3).grown(1.5)).isEqualTo(new TurnedBox(5, 5, 7, 5, 0.3));
  }

  @RepeatedTest(20)
  void holdsAllPointsAndIsAsSmallAsTheBestOfManyAngles(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(20); i++) {
      points.add(new Point(random.nextInt(30) + 0.5, random.nextInt(20) + 0.5));
    }

    TurnedBox found = TurnedBox.around(points);

    for (Point point : points) {
      assertThat(found.reach(1e-6).holds(point.x(), point.y())).as("seed %s", seed).isTrue();
    }
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < 9000; step++) {
      least = Math.min(least, area(points, Math.PI / 2 * step / 9000));
    }
    assertThat(found.width() * found.height())
        .as("seed %s", seed)
        .isLessThanOrEqualTo(least + 1e-6);
    assertThat(found.angle())
        .as("seed %s", seed)
        .isBetween(-Math.PI / 4 - 1e-9, Math.PI / 4 + 1e-9);
  }

  private static double area(List<Point> points, double angle) {
    double[] along =
        points.stream()
            .mapToDouble(p -> p.x() * Math.cos(angle) + p.y() * Math.sin(angle))
            .sorted()
            .toArray();
    double[] across =
        points.stream()
            .mapToDouble(p -> p.y() * Math.cos(angle) - p.x() * Math.sin(angle))
            .sorted()
            .toArray();
    return (along[along.length - 1] - along[0]) * (across[across.length - 1] - across[0]);
  }
}
