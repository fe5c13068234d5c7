package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClassificationHeadTest {
  private static ClassificationHead head(boolean exclusive, double confidence, int most) {
    return new ClassificationHead(
        exclusive,
        confidence,
        most,
        new ClassFilter(new TreeMap<>(Map.of(0, "cat", 1, "dog", 2, "emu")), List.of()));
  }

  private static List<Label> labels(ClassificationHead head, float... numbers) {
    return head.labels(
        List.of(Slices.of(new long[] {numbers.length}, numbers)), Slices.placement(10, 10));
  }

  @Test
  void theBestClassIsAboutTheWholeImage() {
    assertThat(labels(head(true, 0, 1), 0.2f, 0.7f, 0.1f))
        .containsExactly(Label.predicted("dog", WholeImage.INSTANCE, 0.7f));
  }

  @Test
  void logitsBecomeProbabilities() {
    double sum = Math.exp(1) + Math.exp(3) + Math.exp(-2);

    List<Label> labels = labels(head(true, 0, 3), 1, 3, -2);

    assertThat(labels).extracting(Label::className).containsExactly("dog", "cat", "emu");
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(Math.exp(3) / sum, within(1e-6));
    assertThat(labels.get(2).score().orElseThrow()).isCloseTo(Math.exp(-2) / sum, within(1e-6));
  }

  @Test
  void classesThatDoNotExcludeEachOtherAreLikelyByThemselves() {
    List<Label> labels = labels(head(false, 0.5, 10), 2, -1, 0.1f);

    assertThat(labels).extracting(Label::className).containsExactly("cat", "emu");
    assertThat(labels.get(0).score().orElseThrow()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
    assertThat(labels(head(false, 0.5, 10), 0.9f, 0.8f, 0.1f))
        .as("probabilities already")
        .extracting(label -> label.score().orElseThrow())
        .containsExactly((double) 0.9f, (double) 0.8f);
  }

  @Test
  void noNumbersGiveNoLabels() {
    assertThat(labels(head(true, 0, 1), Float.NaN, Float.NaN, Float.NaN)).isEmpty();
    assertThat(labels(head(true, 0.9, 1), 0.2f, 0.7f, 0.1f)).isEmpty();
  }
}
