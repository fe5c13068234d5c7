package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IouTest {
  private static final Rectangle SQUARE = new Rectangle(0, 0, 10, 10);

  @Test
  void ofBoxesIsTheSharedShareOfTheUnion() {
    assertThat(Iou.of(SQUARE, new Rectangle(5, 0, 15, 10))).isEqualTo(50.0 / 150);
    assertThat(Iou.of(SQUARE, new Rectangle(2, 2, 7, 7))).isEqualTo(0.25);
    assertThat(Iou.of(SQUARE, new Rectangle(10, 0, 20, 10))).isZero();
    assertThat(Iou.of(SQUARE, new Rectangle(30, 30, 40, 40))).isZero();
  }

  @Test
  void ofASquareAndTheSameTurnedByAnEighthIsTheOctagonTheyShare() {
    OrientedRectangle turned = new OrientedRectangle(5, 5, 10, 10, Math.PI / 4);
    double octagon = 100 * 2 * (Math.sqrt(2) - 1);
    assertThat(Iou.of(SQUARE, turned)).isCloseTo(octagon / (200 - octagon), within(1e-12));
  }

  @Test
  void ofABoxAndItsOtherSpellingsIsOne() {
    OrientedRectangle upright = new OrientedRectangle(5, 5, 10, 10, 0);
    assertThat(Iou.of(SQUARE, upright)).isCloseTo(1, within(1e-12));
    assertThat(Iou.of(SQUARE, Conversions.toPolygon(SQUARE))).isCloseTo(1, within(1e-12));
    assertThat(Iou.of(SQUARE, Conversions.toMask(SQUARE).orElseThrow())).isEqualTo(1);
  }

  @Test
  void holesAreNotCovered() {
    Polygon frame =
        new Polygon(
            Conversions.toPolygon(SQUARE).exterior(),
            List.of(Conversions.toPolygon(new Rectangle(2, 2, 8, 8)).exterior()));
    assertThat(frame.area()).isEqualTo(64);
    assertThat(Iou.of(frame, SQUARE)).isCloseTo(0.64, within(1e-12));
    assertThat(Iou.of(frame, new Rectangle(3, 3, 7, 7))).isZero();
  }

  @Test
  void aConcavePolygonCoversOnlyWhatItHolds() {
    Polygon angle = Polygon.of(0, 0, 10, 0, 10, 2, 2, 2, 2, 10, 0, 10);
    assertThat(angle.area()).isEqualTo(36);
    assertThat(Iou.of(angle, new Rectangle(2, 2, 10, 10))).isZero();
    assertThat(Iou.of(angle, SQUARE)).isCloseTo(0.36, within(1e-12));
  }

  @Test
  void aRingThatCrossesItselfCoversByEvenAndOdd() {
    Polygon bowTie = Polygon.of(0, 0, 10, 10, 10, 0, 0, 10);
    assertThat(bowTie.area()).isCloseTo(50, within(1e-12));
    assertThat(Iou.of(bowTie, SQUARE)).isCloseTo(0.5, within(1e-12));
    Polygon twiceAround = Polygon.of(0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 10, 0, 10, 10, 0, 10);
    assertThat(twiceAround.area()).isZero();
    assertThat(Iou.of(twiceAround, SQUARE)).isZero();
  }

  @Test
  void anEllipseIsKnownToHalfAThousandth() {
    Ellipse circle = new Ellipse(SQUARE);
    assertThat(Iou.of(circle, SQUARE)).isCloseTo(Math.PI / 4, within(5e-4));
    Ellipse inner = new Ellipse(new Rectangle(2, 2, 8, 8));
    assertThat(Iou.of(circle, inner)).isCloseTo(0.36, within(5e-4));
    // Two unit circles one radius apart share 2π/3 − √3/2.
    Ellipse one = new Ellipse(new Rectangle(0, 0, 2, 2));
    Ellipse other = new Ellipse(new Rectangle(1, 0, 3, 2));
    double lens = 2 * Math.PI / 3 - Math.sqrt(3) / 2;
    assertThat(Iou.of(one, other)).isCloseTo(lens / (2 * Math.PI - lens), within(5e-4));
  }

  @Test
  void masksAreComparedByTheirPixels() {
    Mask bar = Mask.ofRuns(100_000, 200_000, 4, 1, 0, 4);
    Mask shifted = Mask.ofRuns(100_002, 200_000, 4, 1, 0, 4);
    assertThat(Iou.of(bar, shifted)).isEqualTo(2.0 / 6);
    assertThat(Iou.of(bar, Mask.ofRuns(100_000, 200_001, 4, 1, 0, 4))).isZero();
  }

  @Test
  void aMaskAndABoxShareFractionsOfPixels() {
    Mask two = Mask.ofRuns(3, 3, 2, 1, 0, 2);
    assertThat(Iou.of(two, new Rectangle(3.5, 3, 5.5, 4))).isCloseTo(1.5 / 2.5, within(1e-12));
  }

  @Test
  void aMaskAndAPolygonAsLargeAsTheWorldShareTheMask() {
    Mask mask = Mask.ofRuns(0, 0, 10, 10, 0, 100);
    Polygon world = Polygon.of(-1e12, -1e12, 1e12, -1e12, 1e12, 1e12, -1e12, 1e12);
    assertThat(Iou.of(mask, world)).isCloseTo(100 / 4e24, within(1e-30));
  }

  @Test
  void shapesWithoutAreaShareNothing() {
    Point point = new Point(5, 5);
    Polyline line = new Polyline(List.of(point, new Point(7, 7)));
    Keypoints keypoints = new Keypoints(List.of(new Keypoints.Node("nose", point, true)));
    for (Geometry flat : List.of(point, line, keypoints)) {
      assertThat(Iou.of(flat, SQUARE)).isZero();
      assertThat(Iou.of(SQUARE, flat)).isZero();
      assertThat(Iou.of(flat, flat)).isZero();
    }
  }

  @Test
  void extremeNumbersGiveANumber() {
    List<Geometry> extremes =
        List.of(
            new Rectangle(-1e308, -1e308, 1e308, 1e308),
            new Rectangle(0, 0, 1e-200, 1e-200),
            Polygon.of(0, 0, 5, 5, 10, 10),
            Polygon.of(1e200, 0, 0, 1e200, -1e200, 0, 0, -1e200),
            new OrientedRectangle(0, 0, 1e-160, 1e160, 1),
            new Ellipse(new Rectangle(-1e200, -1e200, 1e200, 1e200)),
            Mask.ofRuns(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1, 1, 1, 0, 1),
            SQUARE);
    for (Geometry a : extremes) {
      for (Geometry b : extremes) {
        assertThat(Iou.of(a, b)).as("%s and %s", a, b).isBetween(0.0, 1.0);
        assertThat(Iou.ofBounds(a, b)).as("boxes of %s and %s", a, b).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void boundsAreComparedWhateverTheShapes() {
    Polygon triangle = Polygon.of(0, 0, 10, 0, 0, 10);
    assertThat(Iou.ofBounds(triangle, SQUARE)).isEqualTo(1);
    assertThat(Iou.ofBounds(triangle, new Rectangle(5, 0, 15, 10))).isEqualTo(50.0 / 150);
    assertThat(Iou.ofBounds(new Point(0.5, 0.5), new Rectangle(0, 0, 2, 1))).isEqualTo(0.5);
  }

  static Stream<Arguments> pairsOfKinds() {
    List<Arguments> pairs = new ArrayList<>();
    for (GeometryKind a : RandomShapes.AREAS) {
      for (GeometryKind b : RandomShapes.AREAS) {
        if (a.compareTo(b) <= 0) {
          pairs.add(Arguments.of(a, b));
        }
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairsOfKinds")
  void agreesWithAGridOfSamples(GeometryKind kindA, GeometryKind kindB) {
    boolean byPixels = kindB == GeometryKind.MASK && kindA != GeometryKind.RECTANGLE;
    for (int seed = 0; seed < (byPixels ? 60 : 12); seed++) {
      RandomShapes shapes = new RandomShapes(new Random(seed));
      Geometry a = shapes.of(kindA);
      Geometry b = shapes.of(kindB);
      // With a mask the pixels' centres decide, so samples there find the very number.
      double expected = Coverage.iou(a, b, byPixels ? 1 : 0.083);
      assertThat(Iou.of(a, b))
          .as("seed %s: %s and %s", seed, a, b)
          .isCloseTo(expected, within(byPixels ? 1e-12 : 0.012));
    }
  }

  @ParameterizedTest
  @MethodSource("pairsOfKinds")
  void doesNotDependOnTheOrderAndIsOneForTheSame(GeometryKind kindA, GeometryKind kindB) {
    for (int seed = 0; seed < 200; seed++) {
      RandomShapes shapes = new RandomShapes(new Random(seed));
      Geometry a = shapes.of(kindA);
      Geometry b = shapes.of(kindB);
      assertThat(Iou.of(a, b)).as("seed %s: %s and %s", seed, a, b).isEqualTo(Iou.of(b, a));
      assertThat(Iou.of(a, b)).isBetween(0.0, 1.0);
      assertThat(Iou.of(a, a)).as("seed %s: %s", seed, a).isEqualTo(1);
      assertThat(Iou.ofBounds(a, b)).isEqualTo(Iou.ofBounds(b, a));
    }
  }

  @Test
  void turnedBoxesAgreeWhetherClippedOrCutIntoSlabs() {
    for (int seed = 0; seed < 500; seed++) {
      RandomShapes shapes = new RandomShapes(new Random(seed));
      OrientedRectangle a = (OrientedRectangle) shapes.of(GeometryKind.ORIENTED_RECTANGLE);
      OrientedRectangle b = (OrientedRectangle) shapes.of(GeometryKind.ORIENTED_RECTANGLE);
      assertThat(Iou.of(a, b))
          .as("seed %s: %s and %s", seed, a, b)
          .isCloseTo(Iou.of(a.corners(), b.corners()), within(1e-9));
    }
  }

  @Test
  void smallShapesFarFromTheOriginKeepTheirDigits() {
    double far = 1e7;
    Polygon a = Polygon.of(far, far, far + 0.5, far, far + 0.5, far + 0.5, far, far + 0.5);
    Polygon b =
        Polygon.of(far + 0.25, far, far + 0.75, far, far + 0.75, far + 0.5, far + 0.25, far + 0.5);
    assertThat(Iou.of(a, b)).isCloseTo(1.0 / 3, within(1e-9));
  }
}
