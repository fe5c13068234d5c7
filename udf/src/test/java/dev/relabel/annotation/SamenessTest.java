package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamenessTest {
  private static final Tolerance SERVER = Tolerance.SERVER;

  @ParameterizedTest
  @EnumSource(GeometryKind.class)
  void aShapeIsTheSameAsItself(GeometryKind kind) {
    for (int seed = 0; seed < 50; seed++) {
      Geometry shape = new RandomShapes(new Random(seed)).of(kind);
      assertThat(Sameness.same(shape, shape, Tolerance.EXACT)).as("seed %s", seed).isTrue();
      assertThat(Sameness.same(shape, Canonical.of(shape), Tolerance.EXACT))
          .as("seed %s: %s", seed, shape)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = GeometryKind.class, names = "IMAGE", mode = EnumSource.Mode.EXCLUDE)
  void aShapeMovedByAFewPixelsIsAnother(GeometryKind kind) {
    for (int seed = 0; seed < 50; seed++) {
      Geometry shape = new RandomShapes(new Random(seed)).of(kind);
      Geometry moved = shape.transformed(Affine.scaleThenShift(1, 1, 3, 0));
      assertThat(Sameness.same(shape, moved, SERVER)).as("seed %s: %s", seed, shape).isFalse();
      assertThat(Sameness.same(moved, shape, SERVER)).as("seed %s: %s", seed, shape).isFalse();
    }
  }

  @Test
  void kindsAreNeverMixed() {
    Rectangle box = new Rectangle(0, 0, 10, 10);
    assertThat(Sameness.same(box, Conversions.toPolygon(box), SERVER)).isFalse();
    assertThat(Sameness.same(box, Conversions.toOrientedRectangle(box), SERVER)).isFalse();
  }

  @Test
  void aBoxMayMoveByTheToleranceOnEverySide() {
    Rectangle box = new Rectangle(10.3, 10, 20, 20);
    assertThat(Sameness.same(box, new Rectangle(11.3, 9, 21, 19), SERVER)).isTrue();
    assertThat(Sameness.same(box, new Rectangle(11.4, 10, 20, 20), SERVER)).isFalse();
    assertThat(Sameness.same(box, new Rectangle(11.4, 10, 20, 20), SERVER.withPixels(2))).isTrue();
    assertThat(Sameness.same(box, new Rectangle(10.4, 10, 20, 20), Tolerance.EXACT)).isFalse();
    Ellipse ellipse = new Ellipse(box);
    assertThat(Sameness.same(ellipse, new Ellipse(new Rectangle(11, 10, 20, 21)), SERVER)).isTrue();
    assertThat(Sameness.same(ellipse, new Ellipse(new Rectangle(12, 10, 20, 21)), SERVER))
        .isFalse();
  }

  @Test
  void aRoundedPolygonThatStartsElsewhereAndRunsBackwardsIsTheSame() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Polygon polygon = new RandomShapes(random).withHole();
      Polygon stored =
          new Polygon(
              asStored(polygon.exterior(), random),
              polygon.holes().stream().map(hole -> asStored(hole, random)).toList());
      assertThat(Sameness.same(polygon, stored, SERVER)).as("seed %s", seed).isTrue();
      assertThat(Sameness.same(stored, polygon, SERVER)).as("seed %s", seed).isTrue();
    }
  }

  /** Rounded down or up, from another corner, perhaps backwards. */
  private static List<Point> asStored(List<Point> ring, Random random) {
    List<Point> stored = new ArrayList<>();
    for (Point point : ring) {
      stored.add(new Point(rounded(point.x(), random), rounded(point.y(), random)));
    }
    Collections.rotate(stored, random.nextInt(ring.size()));
    if (random.nextBoolean()) {
      Collections.reverse(stored);
    }
    return stored;
  }

  private static double rounded(double value, Random random) {
    return random.nextBoolean() ? Math.floor(value) : Math.ceil(value);
  }

  @Test
  void aPolygonWithoutItsCornersOnStraightSidesIsTheSame() {
    Polygon full = Polygon.of(0, 0, 5, 0.1, 10, 0, 10, 5, 10, 10, 0, 10);
    Polygon less = Polygon.of(0, 0, 10, 0, 10, 10, 0, 10);
    assertThat(Sameness.same(full, less, SERVER)).isTrue();
    assertThat(Sameness.same(less, full, SERVER)).isTrue();
    assertThat(Sameness.same(full, less, Tolerance.EXACT)).isFalse();
    Polygon straight = Polygon.of(0, 0, 5, 0, 10, 0, 10, 5, 10, 10, 0, 10);
    assertThat(Sameness.same(straight, less, Tolerance.EXACT)).isTrue();
  }

  @Test
  void aCornerThatAPersonMovedMakesAnotherPolygon() {
    Polygon square = Polygon.of(0, 0, 10, 0, 10, 10, 0, 10);
    assertThat(Sameness.same(square, Polygon.of(0, 0, 10, 0, 13, 13, 0, 10), SERVER)).isFalse();
    assertThat(Sameness.same(square, Polygon.of(0, 0, 10, 0, 7, 7, 0, 10), SERVER)).isFalse();
  }

  @Test
  void theSameCornersJoinedInAnotherOrderMakeAnotherPolygon() {
    Polygon square = Polygon.of(0, 0, 10, 0, 10, 10, 0, 10);
    Polygon bowTie = Polygon.of(0, 0, 10, 10, 10, 0, 0, 10);
    assertThat(Sameness.same(square, bowTie, SERVER)).isFalse();
  }

  @Test
  void aHoleMakesAnotherPolygonUnlessItIsThinnerThanTheTolerance() {
    Polygon square = Polygon.of(0, 0, 30, 0, 30, 30, 0, 30);
    Polygon frame =
        new Polygon(square.exterior(), List.of(Polygon.of(9, 9, 20, 9, 20, 20).exterior()));
    assertThat(Sameness.same(square, frame, SERVER)).isFalse();
    assertThat(Sameness.same(frame, square, SERVER)).isFalse();
    Polygon pricked =
        new Polygon(square.exterior(), List.of(Polygon.of(9, 9, 9.7, 9, 9.7, 9.8).exterior()));
    assertThat(Sameness.same(square, pricked, SERVER)).isTrue();
  }

  @Test
  void aTurnedBoxIsTheSameInEachOfItsSpellings() {
    OrientedRectangle box = new OrientedRectangle(50, 50, 40, 20, 0.001);
    assertThat(same(box, new OrientedRectangle(50.5, 50, 41, 20, -0.001))).isTrue();
    assertThat(same(box, new OrientedRectangle(50, 50, 20, 40, 0.001 + Math.PI / 2))).isTrue();
    assertThat(same(box, new OrientedRectangle(50, 50, 20, 40, -Math.PI / 2))).isTrue();
    assertThat(same(box, new OrientedRectangle(50, 50, 40, 20, 7 * Math.PI))).isTrue();
    assertThat(same(box, new OrientedRectangle(50, 50, 20, 40, 0.001))).isFalse();
    assertThat(same(box, new OrientedRectangle(50, 50, 40, 20, 0.1))).isFalse();
    assertThat(same(box, new OrientedRectangle(50, 52, 40, 20, 0.001))).isFalse();
  }

  private static boolean same(Geometry a, Geometry b) {
    assertThat(Sameness.same(a, b, SERVER)).isEqualTo(Sameness.same(b, a, SERVER));
    return Sameness.same(a, b, SERVER);
  }

  @Test
  void masksAreTheSameFromTheLeastIouOn() {
    Mask mask = Mask.ofRuns(0, 0, 100, 2, 0, 200);
    Mask twoLess = Mask.ofRuns(0, 0, 100, 2, 0, 198, 2);
    Mask fourLess = Mask.ofRuns(0, 0, 100, 2, 0, 196, 4);
    assertThat(same(mask, twoLess)).isTrue();
    assertThat(same(mask, fourLess)).isFalse();
    assertThat(Sameness.same(mask, fourLess, new Tolerance(1, 0.98, 0))).isTrue();
    assertThat(Sameness.same(mask, twoLess, Tolerance.EXACT)).isFalse();
  }

  @Test
  void aLineKeepsItsDirectionButNotItsStraightCorners() {
    Polyline line = new Polyline(Polyline.points(0, 0, 10, 0, 20, 0, 20, 9));
    assertThat(same(line, new Polyline(Polyline.points(0.6, 0, 20.4, 0.5, 20, 9)))).isTrue();
    assertThat(same(line, new Polyline(Polyline.points(20, 9, 20, 0, 0, 0)))).isFalse();
    assertThat(same(line, new Polyline(Polyline.points(0, 0, 20, 9)))).isFalse();
  }

  @Test
  void keypointsAreComparedByNameAndVisibility() {
    Keypoints.Node ear = new Keypoints.Node("ear", new Point(1, 1), true);
    Keypoints.Node nose = new Keypoints.Node("nose", new Point(5, 5), true);
    Keypoints both = new Keypoints(List.of(nose, ear));
    assertThat(same(both, new Keypoints(List.of(ear, moved(nose, 0.9))))).isTrue();
    assertThat(same(both, new Keypoints(List.of(ear, moved(nose, 1.1))))).isFalse();
    assertThat(same(both, new Keypoints(List.of(ear)))).isFalse();
    Keypoints.Node hidden = new Keypoints.Node("nose", new Point(5, 5), false);
    assertThat(same(both, new Keypoints(List.of(ear, hidden)))).isFalse();
  }

  private static Keypoints.Node moved(Keypoints.Node node, double by) {
    return new Keypoints.Node(
        node.name(), new Point(node.at().x() + by, node.at().y() - by), node.visible());
  }

  @Test
  void labelsAreComparedByClassShapeTagsAndScoreButNotByOrigin() {
    Rectangle box = new Rectangle(0, 0, 10, 10);
    Label label =
        Label.predicted("car", box, 0.9)
            .withTags(List.of(new Tag("lanes", 2), Tag.of("parked"), new Tag("colour", "red")));
    assertThat(Sameness.same(label, label.withOrigin(Origin.PERSON), SERVER)).isTrue();
    assertThat(Sameness.same(label, label.withClassName("bus"), SERVER)).isFalse();
    Label reordered =
        label.withTags(
            List.of(
                new Tag("colour", "red"), new Tag("lanes", (float) 2.0000001), Tag.of("parked")));
    assertThat(Sameness.same(label, reordered, SERVER)).isTrue();
    assertThat(Sameness.same(label, label.withTags(List.of()), SERVER)).isFalse();
    assertThat(
            Sameness.same(
                label,
                label.withTags(
                    List.of(new Tag("lanes", 3), Tag.of("parked"), new Tag("colour", "red"))),
                SERVER))
        .isFalse();
  }

  @Test
  void tagsAreCountedNotCollected() {
    Label one =
        Label.predicted("car", new Point(1, 1), 0.5)
            .withTags(List.of(Tag.of("a"), Tag.of("a"), Tag.of("b")));
    Label other = one.withTags(List.of(Tag.of("a"), Tag.of("b"), Tag.of("b")));
    assertThat(Sameness.same(one, other, SERVER)).isFalse();
  }

  @Test
  void aScoreCountsOnlyWhereBothHaveOne() {
    Label label = Label.predicted("car", new Point(1, 1), 0.876);
    assertThat(Sameness.same(label, Label.predicted("car", new Point(1, 1), 0.87), SERVER))
        .isTrue();
    assertThat(Sameness.same(label, Label.predicted("car", new Point(1, 1), 0.8), SERVER))
        .isFalse();
    Label unscored =
        new Label("car", new Point(1, 1), OptionalDouble.empty(), List.of(), Origin.PERSON);
    assertThat(Sameness.same(label, unscored, SERVER)).isTrue();
  }

  @Test
  void aToleranceOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Tolerance(-1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tolerance in pixels is 0 or more, not -1.0");
    assertThatThrownBy(() -> new Tolerance(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The least IoU of masks is above 0 and at most 1, not 0.0");
    assertThatThrownBy(() -> new Tolerance(1, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tolerance of scores lies in 0–1, not NaN");
  }
}
