package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Mask;
import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Masks against every pixel computed by itself, from the definitions. */
class MaskShapesTest {
  private static final int INPUT = 32;
  private static final int MAP = 8;

  /** A picture of 40 × 20 in the middle of the input: 0.8 of its size, 8 rows of padding. */
  private static final Placement LETTERBOX =
      new Placement(INPUT, INPUT, 40, 20, Affine.scaleThenShift(1.25, 1.25, 0, -10));

  private interface Logit {
    double at(double x, double y);
  }

  /** The picture's pixels whose centres are in the box (of the input) and at or above the level. */
  private static BitSet slow(float[] box, Logit logit, double level) {
    BitSet set = new BitSet();
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 40; x++) {
        double u = (x + 0.5) * 0.8;
        double v = (y + 0.5) * 0.8 + 8;
        boolean isInBox = u >= box[0] && u < box[2] && v >= box[1] && v < box[3];
        if (isInBox && logit.at(u, v) >= level) {
          set.set(y * 40 + x);
        }
      }
    }
    return set;
  }

  private static BitSet pixels(Optional<Mask> mask) {
    BitSet set = new BitSet();
    mask.ifPresent(
        there -> {
          BitSet crop = there.toBitSet();
          for (int i = crop.nextSetBit(0); i >= 0; i = crop.nextSetBit(i + 1)) {
            set.set((there.top() + i / there.width()) * 40 + there.left() + i % there.width());
          }
        });
    return set;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] box(Random random) {
    float left = random.nextInt(20);
    float top = 4 + random.nextInt(12);
    return new float[] {
      left, top, left + 1.3f + random.nextInt(18), top + 1.7f + random.nextInt(16)
    };
  }

  private static Candidates found(float[] box, int row) {
    Candidates found = new Candidates();
    found.add(box[0], box[1], box[2], box[3], 0.9f, 0, row);
    return found;
  }

  private static double[][] map(float[] values, int from) {
    double[][] map = new double[MAP][MAP];
    for (int i = 0; i < MAP * MAP; i++) {
      map[i / MAP][i % MAP] = values[from + i];
    }
    return map;
  }

  @RepeatedTest(50)
  void prototypesAreAddedUpEnlargedComparedAndCutToTheBox(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int masks = 3;
    float[] prototypes = numbers(random, masks * MAP * MAP);
    float[] table = numbers(random, 5 * (4 + 1 + masks)); // five objects
    float[] box = box(random);
    int row = random.nextInt(5);
    double threshold = 0.2 + 0.6 * random.nextDouble();
    double[][] logits = new double[MAP][MAP];
    for (int m = 0; m < masks; m++) {
      double[][] prototype = map(prototypes, m * MAP * MAP);
      for (int i = 0; i < MAP * MAP; i++) {
        logits[i / MAP][i % MAP] += table[(5 + m) * 5 + row] * prototype[i / MAP][i % MAP];
      }
    }
    Tents slow = Tents.surrounded(logits);

    Optional<Mask> mask =
        new PrototypeMasks(RowLayout.COLUMN_PER_OBJECT, 5, threshold)
            .of(
                List.of(
                    Slices.of(new long[] {8, 5}, table),
                    Slices.of(new long[] {masks, MAP, MAP}, prototypes)),
                found(box, row),
                0,
                LETTERBOX);

    assertThat(pixels(mask))
        .as("seed %s", repetition.getCurrentRepetition())
        .isEqualTo(slow(box, (u, v) -> 1 / (1 + Math.exp(-slow.inside(u / 4, v / 4))), threshold));
  }

  @Test
  void theSameNumbersRowByRow() {
    float[] prototypes = numbers(new Random(1), MAP * MAP);
    float[] box = {2, 9, 30, 23};
    List<OutputSlice> rows =
        List.of(
            Slices.of(new long[] {2, 7}, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1),
            Slices.of(new long[] {1, MAP, MAP}, prototypes));
    Tents slow = Tents.surrounded(map(prototypes, 0));
    PrototypeMasks masks = new PrototypeMasks(RowLayout.ROW_PER_OBJECT, 6, 0.5);

    assertThat(pixels(masks.of(rows, found(box, 1), 0, LETTERBOX)))
        .isEqualTo(slow(box, (u, v) -> slow.inside(u / 4, v / 4), 0));
    assertThat(pixels(masks.of(rows, found(box, 0), 0, LETTERBOX)))
        .isEqualTo(slow(box, (u, v) -> -slow.inside(u / 4, v / 4), 0));
  }

  @Test
  void numbersThatAreMissingAreNotTakenFromTheNextObject() {
    List<OutputSlice> tooFew =
        List.of(
            Slices.of(new long[] {6, 1}, 0, 0, 0, 0, 0, 0), Slices.of(new long[] {2, 1, 1}, 1, 1));

    assertThatThrownBy(
            () ->
                new PrototypeMasks(RowLayout.COLUMN_PER_OBJECT, 5, 0.5)
                    .of(tooFew, found(new float[] {0, 8, 9, 20}, 0), 0, LETTERBOX))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least 7");
  }

  @RepeatedTest(50)
  void smallMapsAreSpreadOverTheirBoxesAndFadeAtTheEdges(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] maps = new float[2 * MAP * MAP];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = random.nextFloat();
    }
    float[] box = box(random);
    Tents slow = new Tents(map(maps, MAP * MAP));

    Optional<Mask> mask =
        new PastedMasks(0, 0.5)
            .of(List.of(Slices.of(new long[] {2, MAP, MAP}, maps)), found(box, 1), 0, LETTERBOX);

    assertThat(pixels(mask))
        .as("seed %s", repetition.getCurrentRepetition())
        .isEqualTo(
            slow(
                box,
                (u, v) ->
                    slow.at(
                        (u - box[0]) / (box[2] - box[0]) * MAP,
                        (v - box[1]) / (box[3] - box[1]) * MAP),
                0.5));
  }

  @Test
  void mapsAsLargeAsTheInputArePastedAlready() {
    float[] map = new float[INPUT * INPUT];
    for (int i = 0; i < map.length; i++) {
      map[i] = i % INPUT < 16 ? 1 : 0;
    }

    Optional<Mask> mask =
        new PastedMasks(0, 0.5)
            .of(
                List.of(Slices.of(new long[] {1, 1, INPUT, INPUT}, map)),
                found(new float[] {8, 8, 24, 24}, 0),
                0,
                LETTERBOX);

    assertThat(mask.orElseThrow().bounds().left()).isEqualTo(10);
    assertThat(mask.orElseThrow().bounds().right()).isEqualTo(20);
    assertThat(mask.orElseThrow().bounds().height()).isEqualTo(20);
  }

  @RepeatedTest(50)
  void mapsOfQueriesReachBeyondTheirBoxes(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] maps = numbers(random, 2 * MAP * MAP);
    Tents slow = Tents.surrounded(map(maps, 0));

    Optional<Mask> mask =
        new QueryMasks(0, 0.5)
            .of(
                List.of(Slices.of(new long[] {2, MAP, MAP}, maps)),
                found(new float[] {9, 9, 12, 12}, 0),
                0,
                LETTERBOX);

    assertThat(pixels(mask))
        .as("seed %s", repetition.getCurrentRepetition())
        .isEqualTo(slow(new float[] {0, 0, INPUT, INPUT}, (u, v) -> slow.inside(u / 4, v / 4), 0));
  }

  @Test
  void aMaskWithoutPixelsIsNone() {
    float[] nothing = new float[MAP * MAP];
    java.util.Arrays.fill(nothing, Float.NaN);

    assertThat(
            new QueryMasks(0, 0.5)
                .of(
                    List.of(Slices.of(new long[] {1, MAP, MAP}, nothing)),
                    found(new float[] {9, 9, 12, 12}, 0),
                    0,
                    LETTERBOX))
        .isEmpty();
  }
}
