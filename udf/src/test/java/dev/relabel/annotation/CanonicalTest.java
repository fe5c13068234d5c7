package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTest {

  @Test
  void aRingStartsAtItsTopThenLeftCornerAndRunsClockwise() {
    assertThat(Canonical.of(Polygon.of(0, 10, 10, 10, 10, 0, 0, 0)))
        .isEqualTo(Polygon.of(0, 0, 10, 0, 10, 10, 0, 10));
  }

  @Test
  void repeatedAndClosingCornersAreDropped() {
    assertThat(Canonical.of(Polygon.of(0, 0, 10, 0, 10, 0, 10, 10, 0, 10, 0, 10, 0, 0)))
        .isEqualTo(Polygon.of(0, 0, 10, 0, 10, 10, 0, 10));
  }

  @Test
  void cornersOnStraightSidesStay() {
    Polygon polygon = Polygon.of(0, 0, 5, 0, 10, 0, 10, 10, 0, 10);
    assertThat(Canonical.of(polygon)).isEqualTo(polygon);
  }

  @Test
  void theTwoZerosAreOne() {
    assertThat(Canonical.of(Polygon.of(-0.0, -0.0, 10, -0.0, 10, 10)))
        .isEqualTo(Canonical.of(Polygon.of(0.0, 0.0, 10, 0.0, 10, 10)));
  }

  @Test
  void theSpellingOfAPolygonDoesNotMatter() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      RandomShapes shapes = new RandomShapes(random);
      Polygon one = shapes.withHole();
      Polygon polygon =
          new Polygon(
              seed % 2 == 0 ? one.exterior() : shapes.scribble(3 + seed % 7).exterior(),
              List.of(one.holes().get(0), shapes.star(4).exterior()));
      List<List<Point>> holes = new ArrayList<>(polygon.holes());
      Collections.shuffle(holes, random);
      Polygon other =
          new Polygon(
              respelled(polygon.exterior(), random),
              holes.stream().map(hole -> respelled(hole, random)).toList());
      assertThat(Canonical.of(other)).as("seed %s", seed).isEqualTo(Canonical.of(polygon));
      assertThat(Canonical.of(Canonical.of(other))).isEqualTo(Canonical.of(other));
      assertThat(Canonical.of(polygon).area()).isCloseTo(polygon.area(), within(1e-9));
    }
  }

  @Test
  void theSpellingOfARingThatVisitsItsTopCornerTwiceDoesNotMatter() {
    List<Point> ring = Polygon.of(5, 0, 9, 4, 7, 8, 5, 0, 3, 8, 1, 4).exterior();
    Polygon expected = Canonical.of(new Polygon(ring, List.of()));
    for (int seed = 0; seed < 50; seed++) {
      Polygon other = new Polygon(respelled(ring, new Random(seed)), List.of());
      assertThat(Canonical.of(other)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void theSpellingOfARingWithoutAreaDoesNotMatter() {
    for (List<Point> ring :
        List.of(
            Polygon.of(0.1, 0.1, 10.3, 10.7, 10.3, 0.1, 0.1, 10.7).exterior(),
            Polygon.of(0, 0, 3.3, 3.3, 7.7, 7.7).exterior(),
            Polygon.of(4, 4, 4, 4, 9, 9).exterior(),
            Polygon.of(4, 4, 4, 4, 4, 4).exterior())) {
      Polygon expected = Canonical.of(new Polygon(ring, List.of()));
      for (int seed = 0; seed < 30; seed++) {
        List<Point> other = new ArrayList<>(ring);
        Collections.rotate(other, seed);
        if (seed % 2 == 0) {
          Collections.reverse(other);
        }
        assertThat(Canonical.of(new Polygon(other, List.of())))
            .as("seed %s: %s", seed, other)
            .isEqualTo(expected);
      }
    }
  }

  /** The ring from elsewhere, perhaps backwards, perhaps closed, with some corners twice. */
  private static List<Point> respelled(List<Point> ring, Random random) {
    List<Point> other = new ArrayList<>(ring);
    Collections.rotate(other, random.nextInt(ring.size()));
    if (random.nextBoolean()) {
      Collections.reverse(other);
    }
    if (random.nextBoolean()) {
      other.add(other.get(0));
    }
    int at = random.nextInt(other.size());
    other.add(at, other.get(at));
    return other;
  }

  @Test
  void holesThatCutNothingAreLeftOut() {
    Polygon polygon =
        new Polygon(
            Polygon.of(0, 0, 10, 0, 10, 10).exterior(),
            List.of(Polygon.of(3, 3, 3, 3, 4, 4).exterior()));
    assertThat(Canonical.of(polygon).holes()).isEmpty();
  }

  @Test
  void theFourSpellingsOfATurnedBoxBecomeOne() {
    OrientedRectangle box = new OrientedRectangle(10, 20, 8, 4, 0.5);
    for (OrientedRectangle other :
        List.of(
            box,
            new OrientedRectangle(10, 20, 8, 4, 0.5 + Math.PI),
            new OrientedRectangle(10, 20, 4, 8, 0.5 + Math.PI / 2),
            new OrientedRectangle(10, 20, 4, 8, 0.5 - Math.PI / 2))) {
      OrientedRectangle canonical = Canonical.of(other);
      assertThat(canonical.width()).isEqualTo(8);
      assertThat(canonical.height()).isEqualTo(4);
      assertThat(canonical.angle()).isCloseTo(0.5, within(1e-12));
    }
  }

  @Test
  void aTurnedBoxKeepsItsPlaceAndItsAngleLiesInTheFirstQuarter() {
    for (int seed = 0; seed < 500; seed++) {
      OrientedRectangle box =
          (OrientedRectangle)
              new RandomShapes(new Random(seed)).of(GeometryKind.ORIENTED_RECTANGLE);
      OrientedRectangle canonical = Canonical.of(box);
      assertThat(canonical.angle()).isGreaterThanOrEqualTo(0).isLessThan(Math.PI / 2);
      assertThat(Iou.of(box, canonical)).as("seed %s", seed).isCloseTo(1, within(1e-9));
    }
    assertThat(Canonical.of(new OrientedRectangle(0, 0, 2, 1, -1e-300)).angle()).isZero();
  }

  @Test
  void keypointsAreSortedByName() {
    Keypoints.Node ear = new Keypoints.Node("ear", new Point(1, 1), true);
    Keypoints.Node nose = new Keypoints.Node("nose", new Point(2, 2), false);
    assertThat(Canonical.of(new Keypoints(List.of(nose, ear))))
        .isEqualTo(new Keypoints(List.of(ear, nose)));
  }

  @Test
  void aLineKeepsItsDirection() {
    Polyline line = new Polyline(Polyline.points(9, 9, 9, 9, 1, 1));
    assertThat(Canonical.of(line)).isEqualTo(new Polyline(Polyline.points(9, 9, 1, 1)));
    Polyline still = new Polyline(Polyline.points(9, 9, 9, 9));
    assertThat(Canonical.of(still)).isEqualTo(still);
  }

  @Test
  void otherShapesAreGivenAsTheyAre() {
    for (Geometry shape :
        List.of(
            new Rectangle(1, 2, 3, 4),
            new Ellipse(new Rectangle(1, 2, 3, 4)),
            new Point(1, 2),
            Mask.ofRuns(1, 2, 1, 1, 0, 1))) {
      assertThat(Canonical.of(shape)).isSameAs(shape);
    }
  }
}
