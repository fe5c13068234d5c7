package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Point;
import dev.relabel.model.ModelException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimccHeadTest {
  private static final List<String> NAMES = List.of("nose", "tail");

  private static List<Label> labels(double confidence, OutputSlice across, OutputSlice down) {
    return new SimccHead(
            NAMES, 0.5, confidence, new ClassFilter(new TreeMap<>(Map.of(0, "dog")), List.of()))
        .labels(List.of(across, down), Slices.placement(10, 8));
  }

  /** Rows of 20 or 16 numbers, two for each pixel of an input of 10 × 8, with one peak each. */
  private static OutputSlice rows(int length, int nose, float noseHeight, int tail, float height) {
    float[] numbers = new float[2 * length];
    numbers[nose] = noseHeight;
    numbers[length + tail] = height;
    return Slices.of(new long[] {2, length}, numbers);
  }

  @Test
  void peaksTellWhereKeypointsAre() {
    List<Label> labels = labels(0, rows(20, 6, 0.9f, 13, 0.4f), rows(16, 4, 0.8f, 15, 0.7f));

    assertThat(labels).hasSize(1);
    assertThat(labels.get(0).className()).isEqualTo("dog");
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo((0.8 + 0.4) / 2, within(1e-6));
    assertThat(((Keypoints) labels.get(0).geometry()).nodes())
        .containsExactly(
            new Keypoints.Node("nose", new Point(3, 2), true),
            new Keypoints.Node("tail", new Point(6.5, 7.5), false));
  }

  @Test
  void whatNothingSpeaksForIsLeftOut() {
    List<Label> labels = labels(0, rows(20, 6, 0.9f, 13, 0), rows(16, 4, 0.8f, 15, 0));

    assertThat(((Keypoints) labels.get(0).geometry()).nodes())
        .extracting(Keypoints.Node::name)
        .containsExactly("nose");
    assertThat(labels(0.5, rows(20, 6, 0.9f, 13, 0), rows(16, 4, 0.8f, 15, 0))).isEmpty();
    assertThat(labels(0, rows(20, 6, Float.NaN, 13, 0), rows(16, 4, 1, 15, 0))).isEmpty();
  }

  @Test
  void fewerRowsThanKeypointsAreRefused() {
    OutputSlice one = Slices.of(new long[] {1, 4}, new float[4]);

    assertThatThrownBy(() -> labels(0, one, one)).isInstanceOf(ModelException.class);
  }
}
