package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.model.Instances;
import dev.relabel.model.ModelException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnomalyHeadTest {
  private static AnomalyHead head(double threshold, double range, Instances instances) {
    return new AnomalyHead(
        threshold,
        threshold,
        range,
        0,
        instances,
        0,
        3,
        new ClassFilter(new TreeMap<>(Map.of(0, "good", 1, "scratch")), List.of()));
  }

  /** A map of 4 × 4 for a picture of 8 × 8, two cells on opposite corners with these numbers. */
  private static OutputSlice map(float first, float last) {
    float[] cells = new float[16];
    cells[0] = first;
    cells[15] = last;
    return Slices.of(new long[] {1, 4, 4}, cells);
  }

  @Test
  void anUnusualPictureIsSaidToBeSoAndItsPixelsAreMarked() {
    List<Label> labels =
        head(20, 40, Instances.COMPONENTS).labels(List.of(map(32, 24)), Slices.placement(8, 8));

    assertThat(labels).hasSize(3);
    assertThat(labels.get(0).geometry()).isEqualTo(WholeImage.INSTANCE);
    assertThat(labels.get(0).className()).isEqualTo("scratch");
    // (32 − 20) / 40 + 0.5
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(0.8, within(1e-6));
    assertThat(labels.subList(1, 3))
        .allMatch(label -> label.geometry() instanceof Mask && label.className().equals("scratch"));
    assertThat(labels.get(1).geometry().bounds().left()).isZero();
    assertThat(labels.get(2).geometry().bounds()).isEqualTo(new Rectangle(7, 7, 8, 8));
    assertThat(head(20, 40, Instances.CLASS).labels(List.of(map(32, 24)), Slices.placement(8, 8)))
        .as("all pixels in one")
        .hasSize(2);
  }

  @Test
  void anUsualPictureHasOneLabel() {
    List<Label> labels =
        head(20, 40, Instances.CLASS).labels(List.of(map(12, 4)), Slices.placement(8, 8));

    assertThat(labels).hasSize(1);
    assertThat(labels.get(0).className()).isEqualTo("good");
    // 1 − ((12 − 20) / 40 + 0.5)
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(0.7, within(1e-6));
  }

  @Test
  void theModelsOwnScoreDecides() {
    OutputSlice own = Slices.of(new long[] {1}, 0.9f);

    List<Label> labels =
        head(0.5, 1, Instances.CLASS).labels(List.of(map(0.2f, 0.1f), own), Slices.placement(8, 8));

    assertThat(labels).extracting(Label::className).containsExactly("scratch");
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(0.9, within(1e-6));
  }

  @Test
  void noNumbersGiveNoLabels() {
    assertThat(
            head(0.5, 1, Instances.CLASS)
                .labels(
                    List.of(map(1, 1), Slices.of(new long[] {1}, Float.NaN)),
                    Slices.placement(8, 8)))
        .isEmpty();
  }

  @Test
  void mapsWithoutTwoAxesAndScoresWithoutANumberAreRefused() {
    AnomalyHead head = head(0.5, 1, Instances.CLASS);

    for (long[] shape : List.of(new long[] {4}, new long[] {0, 4}, new long[] {1, 4, 0})) {
      assertThatThrownBy(
              () -> head.labels(List.of(Slices.of(shape, 0, 0, 0, 1)), Slices.placement(8, 8)))
          .isInstanceOf(ModelException.class);
    }
    assertThatThrownBy(
            () ->
                head.labels(List.of(map(1, 1), Slices.of(new long[] {0})), Slices.placement(8, 8)))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void specksAreLimitedAndTheLargestStay() {
    float[] cells = new float[64];
    for (int i : new int[] {0, 4, 18, 22, 36, 37, 54}) {
      cells[i] = 1;
    }

    List<Label> labels =
        head(0.5, 1, Instances.COMPONENTS)
            .labels(List.of(Slices.of(new long[] {8, 8}, cells)), Slices.placement(8, 8));

    assertThat(labels).hasSize(1 + 3); // the picture's and the areas
    assertThat(labels.get(1).geometry()).isInstanceOf(Mask.class);
    assertThat(((Mask) labels.get(1).geometry()).area()).isEqualTo(2);
  }
}
