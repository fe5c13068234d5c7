package dev.relabel.model.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Orientation;
import dev.relabel.model.Instances;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A picture of 180 × 100 with a tile on the left, one on the right (80–100 is in both), whole. */
class JoiningTest {
  private static final int WIDTH = 180;
  private static final View LEFT = View.plain(0, 0, 100, 100, new Rectangle(0, 0, 90, 100));
  private static final View RIGHT = View.plain(80, 0, 100, 100, new Rectangle(90, 0, 180, 100));
  private static final View WHOLE = View.plain(0, 0, 180, 100, new Rectangle(0, 0, 180, 100));

  private static List<Label> joined(String settings, Found... found) {
    return ObjectJoining.of(ModelSettings.parse("{" + settings + " max_detections: 300}"))
        .labels(List.of(found), WIDTH, 100);
  }

  private static Found found(View view, Geometry shape, double score) {
    return found(view, "cow", shape, score);
  }

  private static Found found(View view, String name, Geometry shape, double score) {
    int number = List.of(LEFT, RIGHT, WHOLE).indexOf(view);
    return new Found(Label.predicted(name, shape, score), view, number);
  }

  private static Rectangle box(double left, double top, double right, double bottom) {
    return new Rectangle(left, top, right, bottom);
  }

  @Test
  void theHalvesThatASeamHasMadeBecomeOneBox() {
    List<Label> joined =
        joined("", found(LEFT, box(40, 10, 100, 50), 0.6), found(RIGHT, box(80, 11, 130, 50), 0.7));

    assertThat(joined).containsExactly(Label.predicted("cow", box(40, 10, 130, 50), 0.7));
  }

  @Test
  void anObjectSeenWholeTwiceKeepsItsBetterBox() {
    List<Label> joined =
        joined("", found(LEFT, box(82, 10, 96, 50), 0.6), found(RIGHT, box(83, 11, 96, 50), 0.7));

    assertThat(joined).containsExactly(Label.predicted("cow", box(83, 11, 96, 50), 0.7));
  }

  /** Intersection over the smaller one would lose the calf. */
  @Test
  void aCalfBeforeItsMotherStays() {
    Found mother = found(WHOLE, box(20, 10, 150, 90), 0.9);
    Found calf = found(LEFT, box(40, 50, 70, 90), 0.6);

    assertThat(joined("", mother, calf)).hasSize(2);
    assertThat(joined("tile_merge: ios,", mother, calf)).hasSize(1);
  }

  @Test
  void aPartIsNoObjectBesideTheWhole() {
    List<Label> joined =
        joined("", found(WHOLE, box(20, 10, 150, 90), 0.5), found(LEFT, box(20, 12, 100, 90), 0.9));

    assertThat(joined).containsExactly(Label.predicted("cow", box(20, 10, 150, 90), 0.9));
  }

  @Test
  void whatOneLookTellsApartStaysApart() {
    Found front = found(WHOLE, box(20, 10, 60, 90), 0.9);
    Found behind = found(WHOLE, box(22, 10, 62, 90), 0.8);

    assertThat(joined("", front, behind)).hasSize(2);
  }

  /** Both are found by the whole look, once as the best and once as the other's. */
  @Test
  void whatOneLookTellsApartIsNotJoinedByWayOfOthers() {
    View mirrored = WHOLE.mirrored(Orientation.FLIPPED_HORIZONTALLY);
    View smaller = WHOLE.scaled(0.5);
    List<Label> joined =
        joined(
            "iou: 0.45,",
            new Found(Label.predicted("cow", box(20, 10, 60, 90), 0.9), mirrored, 5),
            new Found(Label.predicted("cow", box(40, 10, 80, 90), 0.8), smaller, 6),
            new Found(Label.predicted("cow", box(24, 10, 64, 90), 0.5), WHOLE, 7),
            new Found(Label.predicted("cow", box(35, 10, 75, 90), 0.4), WHOLE, 7));

    assertThat(joined).hasSize(2);
  }

  @Test
  void classesAreJoinedOnlyWhenTheModelTellsThemNotApart() {
    Found cow = found(LEFT, "cow", box(82, 10, 96, 50), 0.9);
    Found ox = found(RIGHT, "ox", box(82, 10, 96, 50), 0.8);

    assertThat(joined("nms: class,", cow, ox)).hasSize(2);
    assertThat(joined("nms: agnostic,", cow, ox)).hasSize(1);
  }

  @Test
  void nmsKeepsTheBestAsItIs() {
    Found half = found(LEFT, box(40, 10, 100, 50), 0.9);
    Found all = found(WHOLE, box(40, 10, 130, 50), 0.7);

    assertThat(joined("tile_merge: nms,", half, all))
        .containsExactly(Label.predicted("cow", box(40, 10, 100, 50), 0.9));
  }

  @Test
  void masksAreUnitedAndTurnedBoxesAndPosesKeepTheLargerOne() {
    Mask left = Mask.where(0, 0, 100, 100, (x, y) -> x >= 40 && y < 20).orElseThrow();
    Mask right = Mask.where(80, 0, 180, 100, (x, y) -> x < 130 && y < 20).orElseThrow();
    assertThat(joined("", found(LEFT, left, 0.9), found(RIGHT, right, 0.8)))
        .extracting(label -> label.geometry().area())
        .containsExactly(90 * 20.0);

    OrientedRectangle half = new OrientedRectangle(75, 50, 50, 20, 0.1);
    OrientedRectangle all = new OrientedRectangle(100, 52.5, 100, 20, 0.1);
    assertThat(joined("", found(LEFT, half, 0.9), found(WHOLE, all, 0.8)))
        .extracting(Label::geometry)
        .containsExactly(all);

    Keypoints few = pose(20, 99);
    Keypoints many = pose(20, 140);
    assertThat(joined("", found(LEFT, few, 0.9), found(WHOLE, many, 0.8)))
        .extracting(Label::geometry)
        .containsExactly(many);
  }

  private static Keypoints pose(double from, double to) {
    return new Keypoints(
        List.of(
            new Keypoints.Node("head", new Point(from, 10), true),
            new Keypoints.Node("tail", new Point(to, 60), true)));
  }

  /** A random map of classes, cut into tiles and put together again. */
  @Test
  void areasAreTheSameAsWithoutSeams() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int[] classes = random.ints(WIDTH * 100, 0, 3).toArray();
      List<Found> found = new ArrayList<>();
      for (View view : List.of(LEFT, RIGHT)) {
        for (int c = 0; c < 3; c++) {
          mask(classes, c, view.left(), view.left() + view.width())
              .map(mask -> found(view, "class " + mask.area(), mask, 0.5))
              .ifPresent(found::add);
        }
      }
      List<Found> named = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        Found each = found.get(i);
        named.add(
            new Found(each.label().withClassName("class " + i % 3), each.view(), each.number()));
      }

      List<Label> joined = new AreaJoining(Instances.CLASS, 0, 300).labels(named, WIDTH, 100);

      for (int c = 0; c < 3; c++) {
        String name = "class " + c;
        assertThat(joined)
            .filteredOn(label -> label.className().equals(name))
            .extracting(Label::geometry)
            .containsExactly(mask(classes, c, 0, WIDTH).orElseThrow());
      }
    }
  }

  private static Optional<Mask> mask(int[] classes, int wanted, int left, int right) {
    return Mask.where(left, 0, right, 100, (x, y) -> classes[y * WIDTH + x] == wanted);
  }

  @Test
  void anAreaAcrossASeamIsOneComponentAndSmallOnesAreCountedAfterwards() {
    Mask left = Mask.where(0, 0, 100, 100, (x, y) -> x >= 70 && y < 2).orElseThrow();
    Mask right = Mask.where(80, 0, 180, 100, (x, y) -> x < 110 && y < 2).orElseThrow();
    Mask speck = Mask.where(5, 50, 7, 52, (x, y) -> true).orElseThrow();

    List<Label> joined =
        new AreaJoining(Instances.COMPONENTS, 70, 300)
            .labels(
                List.of(found(LEFT, left, 0.9), found(RIGHT, right, 0.7), found(LEFT, speck, 0.9)),
                WIDTH,
                100);

    assertThat(joined).extracting(label -> label.geometry().area()).containsExactly(80.0);
  }
}
