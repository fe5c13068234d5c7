package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.image.Placement;
import dev.relabel.model.Instances;
import dev.relabel.model.head.SemanticHead.Values;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SemanticHeadTest {
  private static final int MAP = 6;
  private static final int PICTURE = 20;

  private static SemanticHead head(Values values, int count, Instances instances, int minArea) {
    return new SemanticHead(
        values,
        count,
        new ClassFilter(new TreeMap<>(Map.of(0, "background", 1, "cat", 2, "dog")), List.of()),
        Set.of("background"),
        0.5,
        0,
        instances,
        minArea,
        100);
  }

  private static List<Label> labels(SemanticHead head, long[] shape, float... numbers) {
    Placement stretched =
        new Placement(
            12,
            12,
            PICTURE,
            PICTURE,
            dev.relabel.annotation.Affine.scaleThenShift(PICTURE / 12.0, PICTURE / 12.0, 0, 0));
    return head.labels(List.of(Slices.of(shape, numbers)), stretched);
  }

  private static BitSet pixels(Mask mask) {
    BitSet set = new BitSet();
    BitSet crop = mask.toBitSet();
    for (int i = crop.nextSetBit(0); i >= 0; i = crop.nextSetBit(i + 1)) {
      set.set((mask.top() + i / mask.width()) * PICTURE + mask.left() + i % mask.width());
    }
    return set;
  }

  @RepeatedTest(30)
  void eachPixelHasTheClassOfTheLargestInterpolatedNumber(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] byClass = new float[3 * MAP * MAP];
    float[] classLast = new float[byClass.length];
    List<Tents> slow = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      double[][] map = new double[MAP][MAP];
      for (int i = 0; i < MAP * MAP; i++) {
        float number = (float) (2 * random.nextGaussian());
        byClass[c * MAP * MAP + i] = number;
        classLast[i * 3 + c] = number;
        map[i / MAP][i % MAP] = number;
      }
      slow.add(Tents.surrounded(map));
    }
    Map<String, BitSet> expected = new TreeMap<>();
    for (int y = 0; y < PICTURE; y++) {
      for (int x = 0; x < PICTURE; x++) {
        double u = (x + 0.5) * MAP / PICTURE;
        double v = (y + 0.5) * MAP / PICTURE;
        int best = 0;
        for (int c = 1; c < 3; c++) {
          best = slow.get(c).inside(u, v) > slow.get(best).inside(u, v) ? c : best;
        }
        if (best > 0) {
          expected
              .computeIfAbsent(best == 1 ? "cat" : "dog", name -> new BitSet())
              .set(y * PICTURE + x);
        }
      }
    }
    SemanticHead head = head(Values.SCORES, 3, Instances.CLASS, 0);

    for (List<Label> labels :
        List.of(
            labels(head, new long[] {3, MAP, MAP}, byClass),
            labels(head, new long[] {MAP, MAP, 3}, classLast))) {
      Map<String, BitSet> found = new TreeMap<>();
      labels.forEach(label -> found.put(label.className(), pixels((Mask) label.geometry())));
      assertThat(found).as("seed %s", repetition.getCurrentRepetition()).isEqualTo(expected);
    }
  }

  @Test
  void theScoreIsTheMeanProbabilityOfTheCellsOfTheClass() {
    // Two cells; cat wins both, by 2 against 0 and 0, and by 1 against 0 and 0.
    List<Label> labels =
        labels(head(Values.SCORES, 3, Instances.CLASS, 0), new long[] {3, 1, 2}, 0, 0, 2, 1, 0, 0);

    double first = Math.exp(2) / (Math.exp(2) + 2);
    double second = Math.exp(1) / (Math.exp(1) + 2);
    assertThat(labels).hasSize(1);
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo((first + second) / 2, within(1e-6));
  }

  @Test
  void indicesAreTheNearestCells() {
    List<Label> labels =
        labels(head(Values.CLASS_INDICES, 3, Instances.CLASS, 0), new long[] {1, 2, 2}, 0, 1, 2, 1);

    assertThat(labels).extracting(Label::className).containsExactly("cat", "dog");
    assertThat(labels.get(0).geometry().bounds().left()).isEqualTo(10);
    assertThat(labels.get(0).geometry().area()).isEqualTo(200);
    assertThat(labels.get(1).geometry().area()).isEqualTo(100);
  }

  @Test
  void oneMapIsComparedWithTheThreshold() {
    SemanticHead one =
        new SemanticHead(
            Values.SCORES,
            1,
            new ClassFilter(new TreeMap<>(Map.of(0, "crack")), List.of()),
            Set.of("background"),
            0.5,
            0,
            Instances.CLASS,
            0,
            100);

    List<Label> probabilities = labels(one, new long[] {1, 1, 2}, 0.2f, 0.9f);
    List<Label> logits = labels(one, new long[] {1, 1, 2}, -4, 4);

    // From cell to cell 0.2 rises to 0.9: 0.5 is reached at 3/7 of the way.
    assertThat(probabilities.get(0).geometry().bounds().left()).isEqualTo(9);
    assertThat(probabilities.get(0).score().orElseThrow()).isCloseTo(0.9, within(1e-6));
    assertThat(logits.get(0).geometry().bounds().left()).isEqualTo(10);
    assertThat(logits.get(0).score().orElseThrow()).isCloseTo(1 / (1 + Math.exp(-4)), within(1e-6));
  }

  @Test
  void connectedAreasAreLabelsOfTheirOwnIfTheyAreLargeEnough() {
    float[] map = {1, 0, 1, 0, 0, 0, 0, 0, 1};

    assertThat(
            labels(head(Values.CLASS_INDICES, 3, Instances.COMPONENTS, 0), new long[] {3, 3}, map))
        .hasSize(3);
    assertThat(
            labels(head(Values.CLASS_INDICES, 3, Instances.COMPONENTS, 48), new long[] {3, 3}, map))
        .as("7 × 7 pixels, and 7 × 6")
        .extracting(label -> label.geometry().area())
        .allMatch(area -> area >= 48);
  }

  @Test
  void pixelsWithoutNumbersHaveNoClass() {
    float[] nothing = new float[3 * MAP * MAP];
    java.util.Arrays.fill(nothing, Float.NaN);

    assertThat(
            labels(head(Values.SCORES, 3, Instances.CLASS, 0), new long[] {3, MAP, MAP}, nothing))
        .isEmpty();
  }
}
