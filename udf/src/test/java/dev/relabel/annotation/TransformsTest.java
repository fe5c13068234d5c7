package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformsTest {
  /** The eight EXIF orientations of a picture of 50 × 40 pixels. */
  private static final List<Affine> EXIF =
      List.of(
          Affine.IDENTITY,
          new Affine(-1, 0, 50, 0, 1, 0),
          new Affine(-1, 0, 50, 0, -1, 40),
          new Affine(1, 0, 0, 0, -1, 40),
          new Affine(0, 1, 0, 1, 0, 0),
          new Affine(0, -1, 40, 1, 0, 0),
          new Affine(0, -1, 40, -1, 0, 50),
          new Affine(0, 1, 0, -1, 0, 50));

  private static Affine turn(double angle, double scale) {
    double cos = scale * Math.cos(angle);
    double sin = scale * Math.sin(angle);
    return new Affine(cos, -sin, 3.25, sin, cos, -7.5);
  }

  @Test
  void aBoxStaysAnExactBoxUnderQuarterTurns() {
    Rectangle box = new Rectangle(10.125, 20.3, 30.7, 35.9);
    // Clockwise: x' = 40 − y, y' = x.
    assertThat(box.transformed(EXIF.get(5)))
        .isEqualTo(new Rectangle(40 - 35.9, 10.125, 40 - 20.3, 30.7));
    assertThat(new Ellipse(box).transformed(EXIF.get(5)))
        .isEqualTo(new Ellipse(new Rectangle(40 - 35.9, 10.125, 40 - 20.3, 30.7)));
  }

  @Test
  void aBoxBecomesATurnedOneUnderOtherTurnsAndAPolygonUnderSkew() {
    Rectangle box = new Rectangle(0, 0, 4, 2);
    OrientedRectangle turned = (OrientedRectangle) box.transformed(turn(0.3, 2));
    assertThat(turned.width()).isCloseTo(8, within(1e-12));
    assertThat(turned.height()).isCloseTo(4, within(1e-12));
    assertThat(turned.angle()).isCloseTo(0.3, within(1e-12));
    assertThat(box.transformed(new Affine(1, 0.5, 0, 0, 1, 0)))
        .isEqualTo(Polygon.of(0, 0, 4, 0, 5, 2, 1, 2));
  }

  @Test
  void aTurnedBoxUnderUnevenScaleIsAPolygon() {
    OrientedRectangle box = new OrientedRectangle(10, 10, 8, 4, Math.PI / 4);
    assertThat(box.transformed(Affine.scaleThenShift(2, 1, 0, 0))).isInstanceOf(Polygon.class);
    assertThat(box.transformed(Affine.scaleThenShift(2, 2, 0, 0)))
        .isEqualTo(new OrientedRectangle(20, 20, 16, 8, Math.PI / 4));
    OrientedRectangle upright = new OrientedRectangle(10, 10, 8, 4, 0);
    assertThat(upright.transformed(Affine.scaleThenShift(2, 1, 0, 0)))
        .isEqualTo(new OrientedRectangle(20, 10, 16, 4, 0));
  }

  @Test
  void aCircleStaysACircleUnderTurns() {
    Ellipse circle = new Ellipse(new Rectangle(0, 0, 10, 10));
    Ellipse turned = (Ellipse) circle.transformed(turn(1, 1));
    assertThat(turned.area()).isCloseTo(circle.area(), within(1e-9));
    Ellipse flat = new Ellipse(new Rectangle(0, 0, 10, 5));
    Geometry polygon = flat.transformed(turn(1, 1));
    assertThat(polygon.kind()).isEqualTo(GeometryKind.POLYGON);
    assertThat(polygon.area()).isCloseTo(flat.area(), within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(GeometryKind.class)
  void exifOrientationsAreUndoneByTheirInverses(GeometryKind kind) {
    for (int seed = 0; seed < 40; seed++) {
      Geometry shape = new RandomShapes(new Random(seed)).of(kind);
      for (Affine map : EXIF) {
        Geometry there = shape.transformed(map);
        assertThat(there.kind()).isEqualTo(kind);
        assertThat(there.area()).isCloseTo(shape.area(), within(1e-9));
        Geometry back = there.transformed(map.inverse());
        if (kind == GeometryKind.MASK) {
          assertThat(back).as("seed %s, %s", seed, map).isEqualTo(shape);
        } else {
          assertThat(Sameness.same(back, shape, Tolerance.EXACT))
              .as("seed %s, %s: %s", seed, map, back)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = GeometryKind.class,
      names = {"ORIENTED_RECTANGLE", "POLYGON", "POLYLINE", "POINT", "KEYPOINTS"})
  void turnsAreUndoneByTheirInverses(GeometryKind kind) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Geometry shape = new RandomShapes(random).of(kind);
      Affine map = turn(random.nextDouble() * 7, 0.3 + random.nextDouble() * 3);
      assertThat(
              Sameness.same(
                  shape.transformed(map).transformed(map.inverse()), shape, Tolerance.EXACT))
          .as("seed %s", seed)
          .isTrue();
    }
  }

  @Test
  void overlapStaysTheSameUnderAffineMaps() {
    List<GeometryKind> kinds =
        List.of(GeometryKind.RECTANGLE, GeometryKind.ORIENTED_RECTANGLE, GeometryKind.POLYGON);
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      RandomShapes shapes = new RandomShapes(random);
      Geometry a = shapes.of(kinds.get(seed % 3));
      Geometry b = shapes.of(kinds.get(seed / 3 % 3));
      Affine map =
          new Affine(
              shapes.between(0.5, 2),
              shapes.between(-1, 0.4),
              5,
              shapes.between(-1, 0.4),
              shapes.between(0.5, 2),
              6);
      if (Math.abs(map.xx() * map.yy() - map.xy() * map.yx()) > 0.01) {
        assertThat(Iou.of(a.transformed(map), b.transformed(map)))
            .as("seed %s", seed)
            .isCloseTo(Iou.of(a, b), within(1e-9));
      }
    }
  }

  @Test
  void aMasksPixelsMoveWithTheirCentres() {
    for (int seed = 0; seed < 40; seed++) {
      Mask mask = (Mask) new RandomShapes(new Random(seed)).of(GeometryKind.MASK);
      for (Affine map : EXIF) {
        BitSet expected = new BitSet();
        for (int y = 0; y < 40; y++) {
          for (int x = 0; x < 50; x++) {
            if (Coverage.covers(mask, x + 0.5, y + 0.5)) {
              int column = (int) Math.floor(map.x(x + 0.5, y + 0.5));
              int row = (int) Math.floor(map.y(x + 0.5, y + 0.5));
              expected.set(row * 64 + column);
            }
          }
        }
        assertThat(mask.transformed(map))
            .as("seed %s, %s", seed, map)
            .isEqualTo(Mask.of(0, 0, 64, 64, expected));
      }
    }
  }

  @Test
  void aMaskScaledUpHasLargerPixels() {
    Mask mask = Mask.ofRuns(1, 1, 2, 2, 0, 1, 2, 1);
    assertThat(mask.transformed(Affine.scaleThenShift(2, 2, 0, 0)))
        .isEqualTo(Mask.ofRuns(2, 2, 4, 4, 0, 2, 2, 2, 4, 2, 2, 2));
  }

  @Test
  void aMaskScaledDownToLessThanAPixelKeepsOne() {
    Mask mask = Mask.ofRuns(100, 100, 1, 1, 0, 1);
    assertThat(mask.transformed(Affine.scaleThenShift(0.1, 0.1, 0, 0)))
        .isEqualTo(Mask.ofRuns(10, 10, 1, 1, 0, 1));
  }

  @Test
  void aMapWithoutAnInverseIsRefused() {
    assertThatThrownBy(() -> new Point(1, 1).transformed(new Affine(1, 1, 0, 1, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A map of shapes must have an inverse: Affine[xx=1.0");
  }

  @Test
  void aMaskBlownUpBeyondAllBoundsIsRefused() {
    Mask mask = Mask.ofRuns(0, 0, 10, 10, 0, 100);
    assertThatThrownBy(() -> mask.transformed(Affine.scaleThenShift(1e5, 1e5, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip it to its image or scale it less");
  }
}
