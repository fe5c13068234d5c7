package dev.relabel.demo;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Label;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How well predictions found the demo's text.
 *
 * @param truths lines of text on the pictures
 * @param predictions labels predicted
 * @param matched pairs of the two, each in one pair at most
 */
public record DemoScore(int truths, int predictions, int matched) {
  public DemoScore {
    if (matched < 0 || matched > Math.min(truths, predictions)) {
      throw new IllegalArgumentException(
          "Cannot match %s of %s lines with %s predictions"
              .formatted(matched, truths, predictions));
    }
  }

  /**
   * Compares predictions with the truth. Sure predictions choose first; each takes, on its own
   * picture, the free line that it covers best, if their IoU (of the turned boxes, not of upright
   * ones around them) reaches the threshold.
   *
   * @param truth where the text is
   * @param predictions the labels of each picture by its {@link GroundTruth.Image#path}; a picture
   *     that is missing has none
   * @param iou the IoU from which a prediction counts as right, in 0–1; usual is 0.5
   * @throws IllegalArgumentException if there are predictions for pictures that the truth lacks
   */
  public static DemoScore of(GroundTruth truth, Map<String, List<Label>> predictions, double iou) {
    Set<String> unknown = new TreeSet<>(predictions.keySet());
    unknown.removeAll(
        truth.images().stream().map(GroundTruth.Image::path).collect(Collectors.toSet()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Predictions for pictures that the demo does not have: " + unknown);
    }
    int predicted = 0;
    int matched = 0;
    for (GroundTruth.Image image : truth.images()) {
      List<Label> labels = predictions.getOrDefault(image.path(), List.of());
      predicted += labels.size();
      matched += matches(image.texts(), labels, iou);
    }
    return new DemoScore(truth.textCount(), predicted, matched);
  }

  private static int matches(List<TextBox> texts, List<Label> labels, double threshold) {
    boolean[] taken = new boolean[texts.size()];
    int matches = 0;
    List<Label> surestFirst =
        labels.stream()
            .sorted(Comparator.comparingDouble((Label label) -> -label.score().orElse(1)))
            .toList();
    for (Label label : surestFirst) {
      int best = -1;
      double bestIou = threshold;
      for (int i = 0; i < taken.length; i++) {
        double iou = taken[i] ? -1 : Iou.of(texts.get(i).outline(), label.geometry());
        if (iou >= bestIou) {
          best = i;
          bestIou = iou;
        }
      }
      if (best >= 0) {
        taken[best] = true;
        matches++;
      }
    }
    return matches;
  }

  /** Share of the predictions that are right, 0–1; 0 without predictions. */
  public double precision() {
    return predictions == 0 ? 0 : (double) matched / predictions;
  }

  /** Share of the lines that were found, 0–1; 0 without lines. */
  public double recall() {
    return truths == 0 ? 0 : (double) matched / truths;
  }

  /** Both in plain words, such as for the end of the quickstart. */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "Found %d of %d lines of text (recall %.3f); %d of %d predicted boxes are right"
            + " (precision %.3f).",
        matched,
        truths,
        recall(),
        matched,
        predictions,
        precision());
  }
}
