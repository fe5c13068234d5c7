package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Placement;
import dev.relabel.model.ModelException;
import dev.relabel.model.NmsMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BoxHeadTest {
  private static final TreeMap<Integer, String> NAMES = new TreeMap<>(Map.of(0, "cat", 1, "dog"));

  /** A picture of 200 × 100 in the middle of a 100 × 100 input: half size, 25 rows of padding. */
  private static final Placement LETTERBOX =
      new Placement(100, 100, 200, 100, Affine.scaleThenShift(2, 2, 0, -50));

  private static List<Label> labels(List<String> wanted, float... rows) {
    BoxHead head =
        new BoxHead(
            new EndToEndDecoder(EndToEndDecoder.Corners.TWO),
            0.25,
            new Suppression(NmsMode.CLASS, 0.45, 100),
            new ClassFilter(NAMES, wanted),
            new UprightBoxes());
    return head.labels(List.of(Slices.of(new long[] {rows.length / 6, 6}, rows)), LETTERBOX);
  }

  @Test
  void goesBackToThePictureAndCutsAtItsEdges() {
    assertThat(
            labels(
                List.of(), 10, 30, 20, 40, 0.5f, 0, //
                90, 20, 120, 50, 0.75f, 1, // half outside, to the right and above
                10, 5, 20, 24, 0.9f, 1)) // all in the padding
        .containsExactly(
            Label.predicted("dog", new Rectangle(180, 0, 200, 50), 0.75),
            Label.predicted("cat", new Rectangle(20, 10, 40, 30), 0.5));
  }

  @Test
  void filtersClassesBeforeTheBestAreCounted() {
    assertThat(labels(List.of("cat"), 10, 30, 20, 40, 0.9f, 1, 10, 30, 20, 40, 0.5f, 0))
        .extracting(Label::className)
        .containsExactly("cat");
  }

  @Test
  void aScoreAbroadOfOneByRoundingCountsAsOne() {
    assertThat(labels(List.of(), 10, 30, 20, 40, 1.0000001f, 0).get(0).score()).hasValue(1);
  }

  @Test
  void stopsAtAClassWithoutAName() {
    assertThatThrownBy(() -> labels(List.of(), 10, 30, 20, 40, 0.9f, 2))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("class index 2, but its names only cover 0–1");
  }
}
