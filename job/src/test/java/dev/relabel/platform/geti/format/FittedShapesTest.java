package dev.relabel.platform.geti.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.geti.format.FittedShapes.Loss;
import dev.relabel.testing.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FittedShapesTest {
  static LongStream seeds() {
    return Seeds.upTo(20);
  }

  private static FittedShapes fitted(Geometry geometry) {
    return FittedShapes.of(geometry, 100, 80);
  }

  @Test
  void cutsBoxesAtTheEdgeAndDropsSlivers() {
    assertThat(fitted(new Rectangle(90, 70, 120, 75.5)))
        .isEqualTo(
            new FittedShapes(List.of(new Rectangle(90, 70, 100, 75.5)), Set.of(Loss.OUTSIDE)));
    assertThat(fitted(new Rectangle(10, 10, 10.9, 30)).losses()).containsExactly(Loss.TOO_SMALL);
    assertThat(fitted(new Rectangle(100, 0, 120, 20)).losses()).containsExactly(Loss.OUTSIDE);
    assertThat(fitted(new Rectangle(1, 2, 3, 4)).losses()).isEmpty();
  }

  @Test
  void keepsTurnedBoxesAndEllipsesThatReachOut() {
    OrientedRectangle turned = new OrientedRectangle(0, 0, 40, 10, 0.5);
    Ellipse ellipse = new Ellipse(new Rectangle(-20, -20, 20, 20));

    assertThat(fitted(turned)).isEqualTo(new FittedShapes(List.of(turned), Set.of()));
    assertThat(fitted(ellipse)).isEqualTo(new FittedShapes(List.of(ellipse), Set.of()));
    assertThat(fitted(new OrientedRectangle(-40, 0, 40, 10, 0)).shapes()).isEmpty();
    assertThat(fitted(new Ellipse(new Rectangle(-40, 0, -1, 10))).losses())
        .containsExactly(Loss.OUTSIDE);
  }

  @Test
  void fillsHolesAndSaysSo() {
    Polygon ring =
        new Polygon(
            List.of(new Point(0, 0), new Point(40, 0), new Point(40, 40), new Point(0, 40)),
            List.of(List.of(new Point(10, 10), new Point(20, 10), new Point(20, 20))));

    assertThat(fitted(ring).losses()).containsExactly(Loss.HOLES);
    assertThat(fitted(ring).shapes().get(0).area()).isEqualTo(1600);
  }

  @Test
  void simplifiesOutlinesOfMoreCornersThanTheServerTakes() {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < 2 * ShapeJson.MOST_POINTS; i++) {
      double angle = Math.PI * i / ShapeJson.MOST_POINTS;
      corners.add(new Point(50 + 30 * Math.cos(angle), 40 + 30 * Math.sin(angle)));
    }
    Polygon circle = new Polygon(corners, List.of());

    FittedShapes fitted = fitted(circle);

    assertThat(fitted.losses()).containsExactly(Loss.CORNERS);
    Polygon simple = (Polygon) fitted.shapes().get(0);
    assertThat(simple.exterior()).hasSizeLessThanOrEqualTo(ShapeJson.MOST_POINTS);
    assertThat(simple.area() / circle.area()).isBetween(0.98, 1.0);
  }

  @Test
  void givesEachNodeAShapeOfItsOwn() {
    Keypoints pose =
        new Keypoints(
            List.of(
                new Keypoints.Node("nose", new Point(5, 6), true),
                new Keypoints.Node("ear", new Point(7, 8), false),
                new Keypoints.Node("tail", new Point(170, 8), true)));

    FittedShapes fitted = fitted(pose);

    assertThat(fitted.losses()).containsExactly(Loss.OUTSIDE);
    assertThat(fitted.shapes())
        .extracting(each -> ((Keypoints) each).nodes().get(0).name())
        .containsExactly("nose", "ear");
  }

  @Test
  void turnsTheWholeImageIntoABoxAndLinesIntoNothing() {
    assertThat(fitted(WholeImage.INSTANCE).shapes()).containsExactly(new Rectangle(0, 0, 100, 80));
    assertThat(fitted(new Polyline(List.of(new Point(0, 0), new Point(9, 9)))))
        .isEqualTo(new FittedShapes(List.of(), Set.of(Loss.NO_SUCH_SHAPE)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void outlinesOfAMaskCoverItAndNothingElseButItsHoles(long seed) {
    Mask mask = (Mask) new RandomShapes(seed).of(GeometryKind.MASK);

    FittedShapes fitted = FittedShapes.of(mask, RandomShapes.WIDTH, RandomShapes.HEIGHT);

    Mask covered =
        Mask.union(
            fitted.shapes().stream().map(each -> Conversions.toMask(each).orElseThrow()).toList());
    assertThat(covered).as("seed %s", seed).isEqualTo(filled(mask));
    assertThat(fitted.losses().contains(Loss.HOLES))
        .as("seed %s", seed)
        .isEqualTo(!covered.equals(mask));
  }

  /** Slowly: what cannot be reached from outside by sides and corners is inside. */
  private static Mask filled(Mask mask) {
    int width = mask.width() + 2;
    int height = mask.height() + 2;
    BitSet set = mask.toBitSet();
    BitSet outside = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(0));
    outside.set(0);
    while (!open.isEmpty()) {
      int at = open.remove(open.size() - 1);
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int x = at % width + dx;
          int y = at / width + dy;
          boolean isThere = x >= 0 && y >= 0 && x < width && y < height;
          boolean isInner = isThere && x > 0 && y > 0 && x < width - 1 && y < height - 1;
          boolean isSet = isInner && set.get((y - 1) * mask.width() + x - 1);
          if (isThere && !isSet && !outside.get(y * width + x)) {
            outside.set(y * width + x);
            open.add(y * width + x);
          }
        }
      }
    }
    outside.flip(0, width * height);
    return Mask.of(mask.left() - 1, mask.top() - 1, width, height, outside);
  }
}
