package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Point;
import dev.relabel.image.Placement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeypointShapesTest {
  private static final Placement LETTERBOX =
      new Placement(100, 100, 200, 100, Affine.scaleThenShift(2, 2, 0, -50));

  private static Optional<Geometry> shape(int values, float... numbers) {
    Candidates found = new Candidates();
    found.add(10, 30, 60, 70, 0.9f, 0, 0);
    return new KeypointShapes(RowLayout.ROW_PER_OBJECT, 0, List.of("nose", "tail"), values, 0.5)
        .of(List.of(Slices.of(new long[] {1, numbers.length}, numbers)), found, 0, LETTERBOX);
  }

  @Test
  void pointsGoBackToThePictureWithTheirNames() {
    assertThat(shape(3, 20, 40, 0.9f, 50, 60, 0.4f))
        .contains(
            new Keypoints(
                List.of(
                    new Keypoints.Node("nose", new Point(40, 30), true),
                    new Keypoints.Node("tail", new Point(100, 70), false))));
  }

  @Test
  void withoutVisibilityAllAreSeen() {
    assertThat(shape(2, 20, 40, 50, 60))
        .contains(
            new Keypoints(
                List.of(
                    new Keypoints.Node("nose", new Point(40, 30), true),
                    new Keypoints.Node("tail", new Point(100, 70), true))));
  }

  @Test
  void pointsBesideThePictureAndNoNumbersAreLeftOut() {
    assertThat(shape(2, 20, 10, 50, 60)) // 30 rows above the picture
        .contains(new Keypoints(List.of(new Keypoints.Node("tail", new Point(100, 70), true))));
    assertThat(shape(2, Float.NaN, 40, 20, 10)).isEmpty();
  }
}
