package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.model.TargetShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefinedHeadTest {
  private static final Label CAR = Label.predicted("car", new Rectangle(1, 2, 4, 6), 0.5);

  /** Two squares that touch at a corner. */
  private static final Label BLOT =
      Label.predicted("blot", Mask.where(0, 0, 8, 8, (x, y) -> x / 4 == y / 4).orElseThrow(), 0.3);

  private static List<Label> refined(
      Map<String, Double> confidence, Optional<TargetShape> target, Map<String, String> names) {
    Head both = (outputs, placement) -> List.of(CAR, BLOT);
    return new RefinedHead(both, new Refinement(0.4, confidence, target, 0, names))
        .labels(List.of(), Slices.placement(10, 10));
  }

  @Test
  void aClassMayHaveALowestScoreOfItsOwn() {
    assertThat(refined(Map.of("car", 0.5), Optional.empty(), Map.of())).containsExactly(CAR);
    assertThat(refined(Map.of("blot", 0.2), Optional.empty(), Map.of())).containsExactly(CAR, BLOT);
    assertThat(refined(Map.of("car", 0.6), Optional.empty(), Map.of())).isEmpty();
  }

  @Test
  void classesGetOtherNames() {
    assertThat(refined(Map.of(), Optional.empty(), Map.of("car", "vehicle")))
        .containsExactly(CAR.withClassName("vehicle"));
  }

  @Test
  void masksBecomeAPolygonForEachPartBoxesAndTheOtherWayRound() {
    Map<String, Double> all = Map.of("blot", 0.1);

    List<Label> polygons = refined(all, Optional.of(TargetShape.POLYGON), Map.of());
    List<Label> boxes = refined(all, Optional.of(TargetShape.BOX), Map.of());
    List<Label> masks = refined(all, Optional.of(TargetShape.MASK), Map.of());

    assertThat(polygons)
        .extracting(label -> label.className() + " " + label.geometry().area())
        .containsExactly("car 12.0", "blot 16.0", "blot 16.0");
    assertThat(boxes.get(1).geometry()).isEqualTo(new Rectangle(0, 0, 8, 8));
    assertThat(masks.get(0).geometry().area()).isEqualTo(12);
    assertThat(masks).allMatch(label -> label.geometry().kind() == GeometryKind.MASK);
  }

  @Test
  void whatHasNoAreaBecomesABoxAtMost() {
    assertThat(TargetShape.BOX.problem(GeometryKind.KEYPOINTS)).isEmpty();
    assertThat(TargetShape.POLYGON.problem(GeometryKind.KEYPOINTS))
        .contains("keypoints cover no area; only a box can be drawn around them");
    assertThat(TargetShape.BOX.problem(GeometryKind.IMAGE)).isPresent();
    assertThat(TargetShape.MASK.problem(GeometryKind.RECTANGLE)).isEmpty();
  }
}
