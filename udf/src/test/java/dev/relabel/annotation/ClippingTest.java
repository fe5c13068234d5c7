package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClippingTest {

  @Test
  void aBoxKeepsItsPartOnTheImage() {
    assertThat(new Rectangle(-5, 2.5, 50, 60).clipped(20, 30))
        .contains(new Rectangle(0, 2.5, 20, 30));
    assertThat(new Rectangle(20, 0, 30, 10).clipped(20, 30)).isEmpty();
    assertThat(new Rectangle(-9, -9, -1, -1).clipped(20, 30)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GeometryKind.class)
  void aShapeInsideStaysItself(GeometryKind kind) {
    for (int seed = 0; seed < 20; seed++) {
      Geometry shape = new RandomShapes(new Random(seed)).of(kind);
      assertThat(shape.clipped(42, 42).orElseThrow()).as("seed %s", seed).isSameAs(shape);
    }
  }

  @Test
  void aPolygonKeepsItsCornersInside() {
    assertThat(Polygon.of(-5, -5, 10, -5, 10, 10, -5, 10).clipped(20, 20).map(Canonical::of))
        .contains(Polygon.of(0, 0, 10, 0, 10, 10, 0, 10));
    assertThat(Polygon.of(20, 0, 30, 0, 30, 10).clipped(20, 20)).isEmpty();
    // Touches the image with one side only.
    assertThat(Polygon.of(-5, 0, 0, 0, 0, 10, -5, 10).clipped(20, 20)).isEmpty();
  }

  @Test
  void aPolygonThatGoesAroundTheImageIsGone() {
    // An L whose box holds the image, but which does not touch it.
    assertThat(Polygon.of(-20, -20, -10, -20, -10, 30, 30, 30, 30, 40, -20, 40).clipped(20, 20))
        .isEmpty();
    Polygon aroundHole =
        new Polygon(
            Polygon.of(-20, -20, 40, -20, 40, 40, -20, 40).exterior(),
            List.of(Polygon.of(-1, -1, 21, -1, 21, 21, -1, 21).exterior()));
    assertThat(aroundHole.clipped(20, 20)).isEmpty();
  }

  @Test
  void aPolygonsRestCoversWhatItCoveredOnTheImage() {
    Rectangle image = new Rectangle(0, 0, 17, 23);
    for (int seed = 0; seed < 300; seed++) {
      Geometry shape = new RandomShapes(new Random(seed)).of(GeometryKind.POLYGON);
      Optional<Geometry> rest = shape.clipped(17, 23);
      for (double y = -0.37; y < 24; y += 0.61) {
        for (double x = -0.41; x < 18; x += 0.61) {
          double sampleX = x;
          double sampleY = y;
          assertThat(rest.map(part -> Coverage.covers(part, sampleX, sampleY)).orElse(false))
              .as("seed %s at %s, %s", seed, x, y)
              .isEqualTo(Coverage.covers(shape, x, y) && Coverage.covers(image, x, y));
        }
      }
      rest.ifPresent(
          part -> {
            assertThat(part.area()).isPositive();
            assertThat(part.bounds().clipped(17, 23)).contains(part.bounds());
          });
    }
  }

  @Test
  void anEllipseCutOpenBecomesAPolygon() {
    Geometry half = new Ellipse(new Rectangle(-10, 0, 10, 20)).clipped(50, 50).orElseThrow();
    assertThat(half.kind()).isEqualTo(GeometryKind.POLYGON);
    assertThat(half.area()).isCloseTo(Math.PI * 50, within(0.5));
    assertThat(half.bounds().left()).isZero();
  }

  @Test
  void aTurnedBoxIsNeverCut() {
    OrientedRectangle box = new OrientedRectangle(0, 0, 30, 10, 0.3);
    assertThat(box.clipped(20, 20)).containsSame(box);
  }

  @Test
  void aLineRunsAlongTheEdgeWhereItWasOutside() {
    Polyline line = new Polyline(Polyline.points(-5, 5, 25, 5, 25, 15, 10, 15));
    assertThat(line.clipped(20, 20))
        .contains(new Polyline(Polyline.points(0, 5, 20, 5, 20, 15, 10, 15)));
    assertThat(new Polyline(Polyline.points(-5, 5, 5, -5)).clipped(20, 20)).isEmpty();
    assertThat(new Polyline(Polyline.points(-5, 9, -5, 12)).clipped(20, 20)).isEmpty();
  }

  @Test
  void aMaskLosesItsPixelsOutside() {
    Mask mask = Mask.ofRuns(-1, -1, 4, 3, 0, 12);
    assertThat(mask.clipped(20, 20)).contains(Mask.ofRuns(0, 0, 3, 2, 0, 6));
    assertThat(mask.clipped(2, 1)).contains(Mask.ofRuns(0, 0, 2, 1, 0, 2));
    assertThat(Mask.ofRuns(20, 0, 1, 1, 0, 1).clipped(20, 20)).isEmpty();
  }

  @Test
  void pointsOutsideAreGone() {
    assertThat(new Point(20, 5).clipped(20, 20)).contains(new Point(20, 5));
    assertThat(new Point(20.1, 5).clipped(20, 20)).isEmpty();
    Keypoints.Node in = new Keypoints.Node("in", new Point(3, 3), true);
    Keypoints.Node out = new Keypoints.Node("out", new Point(3, -1), true);
    assertThat(new Keypoints(List.of(out, in)).clipped(20, 20))
        .contains(new Keypoints(List.of(in)));
    assertThat(new Keypoints(List.of(out)).clipped(20, 20)).isEmpty();
  }

  @Test
  void anImageWithoutSizeIsRefused() {
    assertThatThrownBy(() -> new Point(1, 1).clipped(Double.NaN, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
