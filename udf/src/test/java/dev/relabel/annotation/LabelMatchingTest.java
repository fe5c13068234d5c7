package dev.relabel.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.LabelMatching.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelMatchingTest {
  private static final Tolerance SERVER = Tolerance.SERVER;

  @Test
  void ofTwoEqualLabelsAndOneOneStaysAlone() {
    Label label = box("car", 0, 0);
    LabelMatching matching = LabelMatching.match(List.of(label, label), List.of(label), SERVER);
    assertThat(matching.pairs()).containsExactly(new Pair(0, 0));
    assertThat(matching.onlyLeft()).containsExactly(1);
    assertThat(matching.onlyRight()).isEmpty();
    assertThat(matching.isComplete()).isFalse();
  }

  @Test
  void equalLabelsComeBeforeNearOnes() {
    LabelMatching matching =
        LabelMatching.match(
            List.of(box("car", 0.6, 0), box("car", 0, 0)), List.of(box("car", 0, 0)), SERVER);
    assertThat(matching.pairs()).containsExactly(new Pair(1, 0));
    assertThat(matching.onlyLeft()).containsExactly(0);
  }

  @Test
  void theNearestOfSeveralIsTaken() {
    LabelMatching matching =
        LabelMatching.match(
            List.of(box("car", 0, 0)),
            List.of(box("car", 0.9, 0), box("car", 0.2, 0), box("car", 0.5, 0)),
            SERVER);
    assertThat(matching.pairs()).containsExactly(new Pair(0, 1));
    assertThat(matching.onlyRight()).containsExactly(0, 2);
  }

  @Test
  void twoObjectsAPixelApartKeepTheirOwnPartners() {
    LabelMatching matching =
        LabelMatching.match(
            List.of(box("car", 10.3, 0), box("car", 11.3, 0)),
            List.of(box("car", 11, 0), box("car", 10, 0)),
            SERVER);
    assertThat(matching.pairs()).containsExactly(new Pair(0, 1), new Pair(1, 0));
    assertThat(matching.isComplete()).isTrue();
  }

  @Test
  void noLabelStaysAloneBecauseAnotherTookTheNearestFirst() {
    // 0.9 is nearest to 1.0, but 1.9 has no other partner than 1.0.
    LabelMatching matching =
        LabelMatching.match(
            List.of(box("car", 0.9, 0), box("car", 1.9, 0)),
            List.of(box("car", 1.0, 0), box("car", 0.0, 0)),
            SERVER);
    assertThat(matching.pairs()).containsExactly(new Pair(0, 1), new Pair(1, 0));
  }

  @Test
  void classKindTagsAndScoresKeepLabelsApart() {
    Label car = box("car", 0, 0);
    List<Label> others =
        List.of(
            box("bus", 0, 0),
            car.withGeometry(Conversions.toPolygon(new Rectangle(0, 0, 10, 10))),
            car.withTags(List.of(Tag.of("parked"))),
            Label.predicted("car", car.geometry(), 0.1));
    LabelMatching matching = LabelMatching.match(List.of(car), others, SERVER);
    assertThat(matching.pairs()).isEmpty();
    assertThat(matching.onlyLeft()).containsExactly(0);
    assertThat(matching.onlyRight()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void emptyListsMatch() {
    assertThat(LabelMatching.match(List.of(), List.of(), SERVER).isComplete()).isTrue();
  }

  @Test
  void everyKindFindsItsRoundedSelfAmongMany() {
    for (GeometryKind kind : EnumSet.complementOf(EnumSet.of(GeometryKind.IMAGE))) {
      Random random = new Random(5);
      RandomShapes shapes = new RandomShapes(random);
      List<Label> left = new ArrayList<>();
      List<Label> right = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        // Far enough from each other that only the moved self is the same.
        Geometry shape = shapes.of(kind).transformed(Affine.scaleThenShift(1, 1, 50 * i, 7 * i));
        left.add(Label.predicted("thing", shape, 0.5));
        double shift = kind == GeometryKind.MASK ? 0 : shapes.between(-0.9, 0.9);
        right.add(
            Label.predicted(
                "thing", shape.transformed(Affine.scaleThenShift(1, 1, shift, -shift)), 0.5));
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        order.add(i);
      }
      Collections.shuffle(order, random);
      LabelMatching matching =
          LabelMatching.match(left, order.stream().map(right::get).toList(), SERVER);
      assertThat(matching.isComplete()).as("%s", kind).isTrue();
      assertThat(matching.pairs())
          .as("%s", kind)
          .allMatch(pair -> order.get(pair.right()) == pair.left());
    }
  }

  @Test
  void aFlatShapeFindsItsRoundedSelf() {
    Label thin = Label.predicted("wire", new Polyline(Polyline.points(10.9, 0, 10.9, 9)), 0.5);
    Label stored = Label.predicted("wire", new Polyline(Polyline.points(11, 0, 10, 9)), 0.5);
    assertThat(LabelMatching.match(List.of(thin), List.of(stored), SERVER).isComplete()).isTrue();
  }

  @Test
  void makesAsManyPairsAsTryingEverythingWould() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      List<Label> left = crowd(random);
      List<Label> right = crowd(random);
      LabelMatching matching = LabelMatching.match(left, right, SERVER);
      assertThat(LabelMatching.match(left, right, SERVER)).isEqualTo(matching);
      assertEveryLabelIsUsedOnce(matching, left, right);

      List<Label> restLeft = new ArrayList<>(left);
      List<Label> restRight = new ArrayList<>();
      for (Label label : right) {
        if (!restLeft.remove(label)) {
          restRight.add(label);
        }
      }
      int equal = left.size() - restLeft.size();
      assertThat(matching.pairs())
          .as("seed %s: %s and %s", seed, left, right)
          .hasSize(equal + mostPairs(restLeft, restRight))
          .allMatch(pair -> Sameness.same(left.get(pair.left()), right.get(pair.right()), SERVER));
      assertThat(
              matching.pairs().stream()
                  .filter(pair -> left.get(pair.left()).equals(right.get(pair.right())))
                  .count())
          .as("seed %s: equal pairs", seed)
          .isEqualTo(equal);
    }
  }

  /** Up to six labels so near to each other that many could be partners. */
  private static List<Label> crowd(Random random) {
    List<Label> labels = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      double x = random.nextInt(8) * 0.5;
      labels.add(box(random.nextInt(4) == 0 ? "bus" : "car", x, random.nextInt(2)));
    }
    return labels;
  }

  private static int mostPairs(List<Label> left, List<Label> right) {
    if (left.isEmpty()) {
      return 0;
    }
    List<Label> rest = left.subList(1, left.size());
    int most = mostPairs(rest, right);
    for (int i = 0; i < right.size(); i++) {
      if (Sameness.same(left.get(0), right.get(i), SERVER)) {
        List<Label> others = new ArrayList<>(right);
        others.remove(i);
        most = Math.max(most, 1 + mostPairs(rest, others));
      }
    }
    return most;
  }

  private static void assertEveryLabelIsUsedOnce(
      LabelMatching matching, List<Label> left, List<Label> right) {
    List<Integer> lefts = new ArrayList<>(matching.onlyLeft());
    List<Integer> rights = new ArrayList<>(matching.onlyRight());
    matching.pairs().forEach(pair -> lefts.add(pair.left()));
    matching.pairs().forEach(pair -> rights.add(pair.right()));
    assertThat(lefts).doesNotHaveDuplicates().hasSize(left.size());
    assertThat(rights).doesNotHaveDuplicates().hasSize(right.size());
  }

  @Test
  void aCrowdOnOneSpotLeavesNoTwoThatAreTheSameAlone() {
    Random random = new Random(7);
    List<Label> left = new ArrayList<>();
    List<Label> right = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      left.add(box("car", random.nextDouble() * 0.9, 0));
      right.add(box("car", random.nextDouble() * 0.9, 0));
    }
    assertThat(LabelMatching.match(left, right, SERVER).isComplete()).isTrue();
  }

  @Test
  void tenThousandLabelsOfAnImageAreMatched() {
    Random random = new Random(1);
    List<Label> left = new ArrayList<>();
    List<Label> right = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      // On a grid of 5 pixels, so that every label has one partner only.
      double x = 5 * (i % 100) + 0.4 * random.nextDouble();
      int row = i / 100;
      left.add(box("cell", x, 5 * row));
      right.add(box("cell", Math.rint(x), 5 * row));
    }
    Collections.reverse(right);
    LabelMatching matching = LabelMatching.match(left, right, SERVER);
    assertThat(matching.isComplete()).isTrue();
    assertThat(matching.pairs()).allMatch(pair -> pair.left() == 9_999 - pair.right());
  }

  private static Label box(String className, double x, double y) {
    return new Label(
        className,
        new Rectangle(x, y, x + 10, y + 10),
        OptionalDouble.of(0.5),
        List.of(),
        Origin.MACHINE);
  }
}
