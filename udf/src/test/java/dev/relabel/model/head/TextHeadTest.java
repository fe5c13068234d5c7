package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import dev.relabel.model.TextShape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextHeadTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;

  private static TextHead head(TextShape shape) {
    return new TextHead("text", 0.3, 0.6, 1.5, 100, shape);
  }

  /** A map that is 0 but for an upright block. */
  private static float[] block(float[] map, int left, int top, int width, int height, float p) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        map[y * WIDTH + x] = p;
      }
    }
    return map;
  }

  private static List<Label> labels(TextHead head, float[] map, Placement placement) {
    return head.labels(List.of(Slices.of(new long[] {1, HEIGHT, WIDTH}, map)), placement);
  }

  private static List<Label> labels(TextHead head, float[] map) {
    return labels(head, map, Slices.placement(WIDTH, HEIGHT));
  }

  @Test
  void growsAnUprightRegionByAreaTimesRatioOverPerimeter() {
    float[] map = block(new float[WIDTH * HEIGHT], 50, 40, 41, 11, 0.9f);

    List<Label> labels = labels(head(TextShape.BOX), map);

    // Between centres 40 × 10, from (50.5, 40.5); grown by 400 · 1.5 / 100 = 6.
    assertThat(labels).hasSize(1);
    assertThat(labels.get(0).geometry()).isEqualTo(new Rectangle(44.5, 34.5, 96.5, 56.5));
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(0.9, within(1e-6));
  }

  @Test
  void givesTheShapeThatIsAskedFor() {
    float[] map = block(new float[WIDTH * HEIGHT], 50, 40, 41, 11, 0.9f);

    assertThat(labels(head(TextShape.POLYGON), map).get(0).geometry())
        .isInstanceOf(Polygon.class)
        .extracting(geometry -> geometry.bounds())
        .isEqualTo(new Rectangle(44.5, 34.5, 96.5, 56.5));
    assertThat(labels(head(TextShape.ROTATED), map).get(0).geometry())
        .isEqualTo(new OrientedRectangle(70.5, 45.5, 52, 22, 0));
  }

  @Test
  void findsTheTurnOfSlantedText() {
    double angle = Math.toRadians(20);
    TurnedBox drawn = new TurnedBox(80, 48, 80, 16, angle);
    float[] map = new float[WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        map[y * WIDTH + x] = drawn.reach(0).holds(x + 0.5, y + 0.5) ? 1 : 0;
      }
    }

    OrientedRectangle found =
        (OrientedRectangle) labels(head(TextShape.ROTATED), map).get(0).geometry();

    double grown = 80 * 16 * 1.5 / (2 * (80 + 16));
    assertThat(found.angle()).isCloseTo(angle, within(0.02));
    assertThat(found.centerX()).isCloseTo(80, within(0.5));
    assertThat(found.centerY()).isCloseTo(48, within(0.5));
    assertThat(found.width()).isCloseTo(80 + 2 * grown, within(2.0));
    assertThat(found.height()).isCloseTo(16 + 2 * grown, within(2.0));
  }

  @Test
  void ordersRegionsByScoreAndLeavesOutFaintAndThinOnes() {
    float[] map = new float[WIDTH * HEIGHT];
    block(map, 10, 10, 30, 10, 0.7f);
    block(map, 60, 10, 30, 10, 0.95f);
    block(map, 110, 10, 30, 10, 0.5f); // faint
    block(map, 10, 60, 30, 3, 0.99f); // thin: 2 between centres
    block(map, 60, 60, 30, 10, Float.NaN);

    assertThat(labels(head(TextShape.BOX), map))
        .extracting(label -> Math.round(label.score().orElseThrow() * 100))
        .containsExactly(95L, 70L);
  }

  @Test
  void goesBackToThePictureFromASmallerMapAndCutsAtItsEdges() {
    float[] map = block(new float[WIDTH * HEIGHT], 0, 0, 41, 11, 0.9f);
    // The input is twice the map, the picture half the input.
    Placement placement =
        new Placement(2 * WIDTH, 2 * HEIGHT, WIDTH, HEIGHT, Affine.scaleThenShift(0.5, 0.5, 0, 0));

    assertThat(labels(head(TextShape.POLYGON), map, placement).get(0).geometry().bounds())
        .isEqualTo(new Rectangle(0, 0, 46.5, 16.5));
    assertThat(labels(head(TextShape.ROTATED), map, placement).get(0).geometry().bounds())
        .isEqualTo(new Rectangle(0, 0, 46.5, 16.5));
  }

  @Test
  void joinsPixelsThatTouchByACorner() {
    float[] map = new float[WIDTH * HEIGHT];
    block(map, 10, 10, 20, 10, 0.9f);
    block(map, 30, 20, 20, 10, 0.9f);

    assertThat(
            new TextRegions(Slices.of(new long[] {1, HEIGHT, WIDTH}, map), WIDTH, HEIGHT)
                .above(0.3))
        .hasSize(1);
  }

  @Test
  void theMeanIsThatOfEveryPixelThatTheBoxHolds() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      float[] map = new float[WIDTH * HEIGHT];
      for (int i = 0; i < map.length; i++) {
        map[i] = random.nextFloat();
      }
      double angle = seed % 10 == 0 ? 0 : (random.nextDouble() - 0.5) * Math.PI / 2;
      TurnedBox box =
          new TurnedBox(
              random.nextDouble() * WIDTH,
              random.nextDouble() * HEIGHT,
              random.nextDouble() * 120,
              random.nextDouble() * 120,
              seed % 20 == 1 ? Math.PI / 4 : angle);

      double mean =
          TextHead.meanWithin(box, Slices.of(new long[] {HEIGHT, WIDTH}, map), WIDTH, HEIGHT);

      assertThat(mean).as("seed %s, %s", seed, box).isEqualTo(slowMean(box, map));
    }
  }

  private static double slowMean(TurnedBox box, float[] map) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double dx = x + 0.5 - box.centerX();
        double dy = y + 0.5 - box.centerY();
        double along = dx * Math.cos(box.angle()) + dy * Math.sin(box.angle());
        double across = dy * Math.cos(box.angle()) - dx * Math.sin(box.angle());
        if (Math.abs(along) <= box.width() / 2 + 0.5
            && Math.abs(across) <= box.height() / 2 + 0.5) {
          sum += map[y * WIDTH + x];
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  @Test
  void specksAboveTheTextDoNotUseUpTheBound() {
    float[] map = new float[WIDTH * HEIGHT];
    for (int y = 0; y < 40; y += 2) {
      for (int x = 0; x < WIDTH; x += 2) {
        map[y * WIDTH + x] = 0.9f; // 1600 regions of one pixel
      }
    }
    block(map, 50, 60, 41, 11, 0.9f);

    assertThat(labels(head(TextShape.BOX), map)).hasSize(1);
  }
}
