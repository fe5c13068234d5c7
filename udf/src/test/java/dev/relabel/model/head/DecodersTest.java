package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.Placement;
import dev.relabel.model.BoxSpace;
import dev.relabel.model.ModelException;
import dev.relabel.model.head.ListedBoxesDecoder.Columns;
import dev.relabel.model.head.ObjectnessDecoder.Boxes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every layout, with numbers worked out by hand. */
class DecodersTest {
  private static final Placement INPUT = Slices.placement(64, 32);

  private record Found(
      float left, float top, float right, float bottom, float score, int classIndex) {}

  private static List<Found> decode(BoxDecoder decoder, OutputSlice... outputs) {
    Candidates found = new Candidates();
    decoder.collect(List.of(outputs), INPUT, 0.5, found);
    List<Found> list = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      list.add(
          new Found(
              found.left(i),
              found.top(i),
              found.right(i),
              found.bottom(i),
              found.score(i),
              found.classIndex(i)));
    }
    return list;
  }

  /** Columns are anchors: found, below the threshold, NaN, equal scores. */
  private static final float[] CHANNELS_FIRST = {
    10, 30, 30, 40, // x
    20, 10, 10, 16, // y
    4, 8, 8, 10, // width
    6, 8, 8, 20, // height
    0.1f, 0.4f, Float.NaN, 0.6f, // class 0
    0.75f, 0.3f, Float.NaN, 0.6f, // class 1
  };

  @Test
  void yolov8ReadsChannelsFirstAndTakesTheBestClass() {
    OutputSlice output = Slices.of(new long[] {6, 4}, CHANNELS_FIRST);

    assertThat(decode(new AnchorDecoder(2, Classes.BEST), output))
        .containsExactly(new Found(8, 17, 12, 23, 0.75f, 1), new Found(35, 6, 45, 26, 0.6f, 0));
  }

  @Test
  void yolov8GivesEveryClassWhenAskedTo() {
    OutputSlice output = Slices.of(new long[] {6, 4}, CHANNELS_FIRST);

    assertThat(decode(new AnchorDecoder(2, Classes.ALL), output))
        .containsExactlyInAnyOrder(
            new Found(8, 17, 12, 23, 0.75f, 1),
            new Found(35, 6, 45, 26, 0.6f, 0),
            new Found(35, 6, 45, 26, 0.6f, 1));
  }

  @Test
  void yolov8DoesNotReadRowsBehindTheClasses() {
    OutputSlice output =
        Slices.of(new long[] {7, 1}, 10, 10, 4, 4, 0.6f, 0.2f, /* a coefficient */ 9f);

    assertThat(decode(new AnchorDecoder(2, Classes.BEST), output))
        .containsExactly(new Found(8, 8, 12, 12, 0.6f, 0));
  }

  @Test
  void yolov5MultipliesObjectnessAndClass() {
    OutputSlice output =
        Slices.of(
            new long[] {3, 7},
            new float[] {
              10, 20, 4, 6, 0.8f, 0.1f, 0.75f, // 0.6
              10, 20, 4, 6, 0.6f, 0.8f, 0.1f, // 0.48
              10, 20, 4, 6, 0.4f, 1, 1
            });

    assertThat(decode(new ObjectnessDecoder(2, Classes.BEST, Boxes.PIXELS), output))
        .containsExactly(new Found(8, 17, 12, 23, 0.8f * 0.75f, 1));
  }

  /** On 64 × 32: 8 × 4 cells of stride 8, 4 × 2 of 16, 2 × 1 of 32. */
  private static float[] emptyGrid() {
    return new float[(32 + 8 + 2) * 6];
  }

  private static void set(float[] rows, int row, float... values) {
    System.arraycopy(values, 0, rows, row * 6, 6);
  }

  @Test
  void yoloxAddsTheCellAndScalesByItsStride() {
    float[] rows = emptyGrid();
    set(rows, 8 + 3, 0.5f, 0.25f, 0, (float) Math.log(2), 0.9f, 1); // stride 8, column 3, row 1
    set(rows, 32 + 4 + 1, 0, 0, 0, 0, 0.8f, 1); // stride 16, column 1, row 1
    set(rows, 41, 0.5f, 0.5f, -1, -1, 0.7f, 1); // stride 32, column 1, row 0
    OutputSlice output = Slices.of(new long[] {42, 6}, rows);
    float half = (float) (Math.exp(-1) * 32 / 2);
    List<Found> expected =
        List.of(
            new Found(24, 2, 32, 18, 0.9f, 0), // centre 28, 10; 8 × 16
            new Found(8, 8, 24, 24, 0.8f, 0), // centre 16, 16; 16 × 16
            new Found(48 - half, 16 - half, 48 + half, 16 + half, 0.7f, 0));

    assertThat(decode(new ObjectnessDecoder(1, Classes.BEST, Boxes.GRID), output))
        .isEqualTo(expected);
    assertThat(decode(new ObjectnessDecoder(1, Classes.ALL, Boxes.GRID_UNLESS_DECODED), output))
        .isEqualTo(expected);
  }

  @Test
  void yoloxSeesThatBoxesAreDecodedAlready() {
    float[] rows = emptyGrid();
    set(rows, 11, 28, 10, 8, 16, 0.9f, 1);
    set(rows, 41, 48, 16, 12, 12, 0.1f, 1); // a centre in the right half

    assertThat(
            decode(
                new ObjectnessDecoder(1, Classes.BEST, Boxes.GRID_UNLESS_DECODED),
                Slices.of(new long[] {42, 6}, rows)))
        .containsExactly(new Found(24, 2, 32, 18, 0.9f, 0));
  }

  @Test
  void yoloxSaysWhenTheRowsFitNoGrid() {
    OutputSlice output = Slices.of(new long[] {1, 6}, 0, 0, 0, 0, 0.9f, 1);

    assertThatThrownBy(() -> decode(new ObjectnessDecoder(1, Classes.BEST, Boxes.GRID), output))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("1 rows, which no YOLOX grid on a 64 × 32 input has");
  }

  @Test
  void gridsHaveTheSizesOfPublishedModels() {
    assertThat(Grid.find(416, 416, 3549)).isPresent();
    assertThat(Grid.find(640, 640, 8400)).isPresent();
    assertThat(Grid.find(1280, 1280, 25600 + 6400 + 1600 + 400)).isPresent();
    assertThat(Grid.find(640, 640, 25200)).isEmpty();
  }

  @Test
  void endToEndReadsSixColumns() {
    OutputSlice output =
        Slices.of(new long[] {3, 6}, 1, 2, 3, 4, 0.9f, 7, 1, 2, 3, 4, 0.4f, 7, 0, 0, 0, 0, 0, 0);

    assertThat(decode(new EndToEndDecoder(EndToEndDecoder.Corners.TWO), output))
        .containsExactly(new Found(1, 2, 3, 4, 0.9f, 7));
  }

  @Test
  void endToEndRefusesAClassThatIsNoWholeNumber() {
    OutputSlice output = Slices.of(new long[] {1, 6}, 1, 2, 3, 4, 0.9f, 0.73f);

    assertThatThrownBy(() -> decode(new EndToEndDecoder(EndToEndDecoder.Corners.TWO), output))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Column 5 holds 0.73");
  }

  @Test
  void rtDetrReadsBoxesLabelsAndScores() {
    assertThat(
            decode(
                new ListedBoxesDecoder(Columns.XYXY, BoxSpace.INPUT),
                Slices.of(new long[] {2, 4}, 1, 2, 3, 4, 5, 6, 7, 8),
                Slices.of(new long[] {2}, 11, 12),
                Slices.of(new long[] {2}, 0.3f, 0.9f)))
        .containsExactly(new Found(5, 6, 7, 8, 0.9f, 12));
  }

  @Test
  void normalisedBoxesAreScaledToTheInput() {
    assertThat(
            decode(
                new ListedBoxesDecoder(Columns.XYXY, BoxSpace.NORMALISED),
                Slices.of(new long[] {1, 4}, 0.25f, 0.25f, 0.5f, 0.75f),
                Slices.of(new long[] {1}, 3),
                Slices.of(new long[] {1}, 0.9f)))
        .containsExactly(new Found(16, 8, 32, 24, 0.9f, 3));
  }

  @Test
  void tensorFlowPutsYFirstAndSaysHowManyCount() {
    assertThat(
            decode(
                new ListedBoxesDecoder(Columns.YXYX, BoxSpace.NORMALISED),
                Slices.of(new long[] {2, 4}, 0.25f, 0.125f, 0.5f, 0.75f, 0, 0, 1, 1),
                Slices.of(new long[] {2}, 18, 1),
                Slices.of(new long[] {2}, 0.9f, 0.8f),
                Slices.of(new long[] {}, 1)))
        .containsExactly(new Found(8, 8, 48, 16, 0.9f, 18));
  }

  @Test
  void otxPutsTheScoreBehindTheBoxAndPadsWithMinusOne() {
    assertThat(
            decode(
                new ListedBoxesDecoder(Columns.XYXY_SCORE, BoxSpace.INPUT),
                Slices.of(
                    new long[] {3, 5}, 1, 2, 3, 4, 0.9f, 1, 2, 3, 4, 0.9f, 1, 2, 3, 4, Float.NaN),
                Slices.of(new long[] {3}, 5, -1, 5)))
        .containsExactly(new Found(1, 2, 3, 4, 0.9f, 5));
  }

  @Test
  void aBoxWhoseLabelIsNoNumberIsDropped() {
    OutputSlice boxes = Slices.of(new long[] {2, 5}, 1, 2, 3, 4, 0.9f, 5, 6, 7, 8, 0.8f);
    OutputSlice labels = Slices.of(new long[] {2}, Float.NaN, 3);

    assertThat(decode(new ListedBoxesDecoder(Columns.XYXY_SCORE, BoxSpace.INPUT), boxes, labels))
        .containsExactly(new Found(5, 6, 7, 8, 0.8f, 3));
  }

  @Test
  void anOutputShorterThanTheHeadReadsIsRefused() {
    OutputSlice boxes = Slices.of(new long[] {2, 4}, 1, 2, 3, 4, 5, 6, 7, 8);
    OutputSlice one = Slices.of(new long[] {1}, 1);
    OutputSlice narrow = Slices.of(new long[] {1, 5}, 1, 2, 3, 4, 0.9f);

    assertThatThrownBy(
            () -> decode(new ListedBoxesDecoder(Columns.XYXY, BoxSpace.INPUT), boxes, one, one))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("an output of shape [1] for an image")
        .hasMessageContaining("at least 2 along axis 0");
    assertThatThrownBy(() -> decode(new EndToEndDecoder(EndToEndDecoder.Corners.TWO), narrow))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least 6 along axis 1");
    assertThatThrownBy(() -> decode(new ObjectnessDecoder(3, Classes.BEST, Boxes.PIXELS), narrow))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least 8 along axis 1");
    assertThatThrownBy(() -> decode(new AnchorDecoder(3, Classes.BEST), narrow))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least 7 along axis 0");
  }
}
