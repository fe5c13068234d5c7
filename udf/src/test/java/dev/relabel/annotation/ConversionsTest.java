package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversionsTest {

  @Test
  void aMaskHoldsThePixelsWhoseCentresAreCovered() {
    assertThat(Conversions.toMask(new Rectangle(0.4, 0.6, 2.6, 2.5)))
        .contains(Mask.ofRuns(0, 1, 3, 1, 0, 3));
    assertThat(Conversions.toMask(new Rectangle(0.6, 0.6, 1.4, 1.4))).isEmpty();
    assertThat(Conversions.toMask(new Point(1.5, 1.5))).isEmpty();
  }

  @Test
  void aMaskOfEveryShapeHoldsWhatTheReferenceHolds() {
    for (GeometryKind kind : RandomShapes.AREAS) {
      for (int seed = 0; seed < 100; seed++) {
        Geometry shape = new RandomShapes(new Random(seed)).of(kind);
        BitSet expected = new BitSet();
        for (int y = 0; y < 42; y++) {
          for (int x = 0; x < 42; x++) {
            expected.set(y * 42 + x, Coverage.covers(shape, x + 0.5, y + 0.5));
          }
        }
        var mask = Conversions.toMask(shape);
        assertThat(mask.isPresent()).as("seed %s: %s", seed, shape).isEqualTo(!expected.isEmpty());
        mask.ifPresent(
            found ->
                assertThat(found)
                    .as("seed of %s", shape)
                    .isEqualTo(Mask.of(0, 0, 42, 42, expected)));
      }
    }
  }

  @Test
  void aShapeTooFarAwayForAMaskIsRefused() {
    assertThatThrownBy(() -> Conversions.toMask(new Rectangle(0, 0, 1e12, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip the shape to its image first");
    assertThatThrownBy(() -> Conversions.toMask(new Rectangle(0, 0, 1e5, 1e5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void aMasksOutlineRunsAlongItsPixelsClockwiseFromTheTopLeft() {
    Mask angle = Mask.ofRuns(3, 4, 2, 2, 0, 3, 1);
    assertThat(Conversions.toPolygons(angle))
        .containsExactly(Polygon.of(3, 4, 5, 4, 5, 5, 4, 5, 4, 6, 3, 6));
  }

  @Test
  void aMasksHolesBecomeHoles() {
    Mask frame = Mask.ofRuns(0, 0, 3, 3, 0, 4, 1, 4);
    assertThat(Conversions.toPolygons(frame))
        .containsExactly(
            new Polygon(
                Conversions.toPolygon(new Rectangle(0, 0, 3, 3)).exterior(),
                List.of(Conversions.toPolygon(new Rectangle(1, 1, 2, 2)).exterior())));
  }

  @Test
  void pixelsThatTouchAtACornerAreApart() {
    Mask diagonal = Mask.ofRuns(0, 0, 2, 2, 0, 1, 2, 1);
    assertThat(Conversions.toPolygons(diagonal))
        .containsExactly(
            Conversions.toPolygon(new Rectangle(0, 0, 1, 1)),
            Conversions.toPolygon(new Rectangle(1, 1, 2, 2)));
  }

  @Test
  void anIslandInAHoleIsAPartOfItsOwn() {
    // A 5 × 5 frame with one pixel in its middle.
    Mask mask = Mask.ofRuns(0, 0, 5, 5, 0, 6, 3, 2, 1, 1, 1, 2, 3, 6);
    List<Polygon> polygons = Conversions.toPolygons(mask);
    assertThat(polygons).hasSize(2);
    assertThat(polygons.get(0).area()).isEqualTo(16);
    assertThat(polygons.get(0).holes()).hasSize(1);
    assertThat(polygons.get(1)).isEqualTo(Conversions.toPolygon(new Rectangle(2, 2, 3, 3)));
  }

  @Test
  void aMaskAndItsPolygonsCoverTheSamePixels() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Mask mask =
          new RandomShapes(random)
              .mask(1 + random.nextInt(12), 1 + random.nextInt(12), random.nextDouble());
      List<Polygon> polygons = Conversions.toPolygons(mask);
      BitSet seen = new BitSet();
      double area = 0;
      for (Polygon polygon : polygons) {
        area += polygon.area();
        Mask part = Conversions.toMask(polygon).orElseThrow();
        Spans spans = part.spans();
        while (spans.next()) {
          for (int x = spans.from(); x < spans.to(); x++) {
            int at = spans.row() * 64 + x;
            assertThat(seen.get(at)).as("seed %s: pixel twice in %s", seed, mask).isFalse();
            seen.set(at);
          }
        }
        assertThat(polygon).as("seed %s", seed).isEqualTo(Canonical.of(polygon));
      }
      assertThat(Mask.of(0, 0, 64, 64, seen)).as("seed %s", seed).isEqualTo(mask);
      assertThat(area).as("seed %s", seed).isEqualTo(mask.area());
    }
  }

  @Test
  void anEllipsesOutlineKeepsTheErrorAndTheArea() {
    Ellipse ellipse = new Ellipse(new Rectangle(10, 20, 210, 80));
    for (double error : new double[] {5, 0.5, 0.05, 0.001}) {
      Polygon polygon = Conversions.toPolygon(ellipse, error);
      assertThat(polygon.area()).isCloseTo(ellipse.area(), within(1e-6));
      int size = polygon.exterior().size();
      for (int i = 0; i < size; i++) {
        Point a = polygon.exterior().get(i);
        Point b = polygon.exterior().get((i + 1) % size);
        for (double share : new double[] {0, 0.25, 0.5}) {
          double x = a.x() + share * (b.x() - a.x());
          double y = a.y() + share * (b.y() - a.y());
          assertThat(distance(ellipse, x, y)).isLessThanOrEqualTo(error);
        }
      }
    }
    assertThat(Conversions.toPolygon(ellipse, 1e-12).exterior()).hasSize(65_536);
    assertThatThrownBy(() -> Conversions.toPolygon(ellipse, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The error allowed is positive, not 0.0");
  }

  /** From a position to the nearest of 20 000 positions on the ellipse nearby. */
  private static double distance(Ellipse ellipse, double x, double y) {
    Rectangle box = ellipse.box();
    double centerX = (box.left() + box.right()) / 2;
    double centerY = (box.top() + box.bottom()) / 2;
    double around = Math.atan2((y - centerY) / box.height(), (x - centerX) / box.width());
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = -1000; i <= 1000; i++) {
      double angle = around + i * 1e-4;
      nearest =
          Math.min(
              nearest,
              Math.hypot(
                  x - centerX - box.width() / 2 * Math.cos(angle),
                  y - centerY - box.height() / 2 * Math.sin(angle)));
    }
    return nearest;
  }

  @Test
  void theSmallestBoxAroundATurnedBoxIsThatBox() {
    for (int seed = 0; seed < 200; seed++) {
      OrientedRectangle box =
          (OrientedRectangle)
              new RandomShapes(new Random(seed)).of(GeometryKind.ORIENTED_RECTANGLE);
      OrientedRectangle found = Conversions.smallestBoxAround(box.corners()).orElseThrow();
      assertThat(Sameness.same(found, box, Tolerance.EXACT))
          .as("seed %s: %s for %s", seed, found, box)
          .isTrue();
    }
  }

  @Test
  void theSmallestBoxHoldsAllPointsAndNoTurnMakesASmallerOne() {
    for (int seed = 0; seed < 100; seed++) {
      Polygon polygon = new RandomShapes(new Random(seed)).scribble(4 + seed % 9);
      OrientedRectangle found = Conversions.smallestBoxAround(polygon).orElseThrow();
      OrientedRectangle wider =
          new OrientedRectangle(
              found.centerX(),
              found.centerY(),
              found.width() + 1e-6,
              found.height() + 1e-6,
              found.angle());
      assertThat(polygon.exterior())
          .as("seed %s", seed)
          .allMatch(point -> Coverage.covers(wider, point.x(), point.y()));
      for (int degree = 0; degree < 90; degree++) {
        assertThat(found.area())
            .as("seed %s, %s degrees", seed, degree)
            .isLessThanOrEqualTo(extentAt(polygon, Math.toRadians(degree)) + 1e-9);
      }
    }
  }

  private static double extentAt(Polygon polygon, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    var along = polygon.exterior().stream().mapToDouble(p -> p.x() * cos + p.y() * sin);
    var across = polygon.exterior().stream().mapToDouble(p -> p.y() * cos - p.x() * sin);
    var x = along.summaryStatistics();
    var y = across.summaryStatistics();
    return (x.getMax() - x.getMin()) * (y.getMax() - y.getMin());
  }

  @Test
  void theSmallestBoxAroundAMaskHoldsWholePixels() {
    Mask bar = Mask.ofRuns(5, 7, 4, 2, 0, 8);
    assertThat(Conversions.smallestBoxAround(bar)).contains(new OrientedRectangle(7, 8, 4, 2, 0));
  }

  @Test
  void pointsOnALineHaveNoBox() {
    assertThat(Conversions.smallestBoxAround(Polygon.of(0, 0, 5, 5, 10, 10))).isEmpty();
    assertThat(Conversions.smallestBoxAround(new Point(1, 2))).isEmpty();
    assertThat(Conversions.smallestBoxAround(List.of())).isEmpty();
  }
}
