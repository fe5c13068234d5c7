package dev.relabel.publish;

import dev.relabel.annotation.IouMerge;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to an image's existing labels when predictions are written. */
public enum UploadMode {
  /** The predictions go onto copies of the images in a new project. */
  CREATE,
  /** All predictions are added, of those about the whole image the ones that are not there. */
  APPEND,
  /** Only the predictions stay. */
  REPLACE,
  /** Those predictions are added that overlap no existing label of their class and kind. */
  IOU_MERGE;

  /** The name on the command line and in files. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of that name, if there is one. */
  public static Optional<UploadMode> of(String optionName) {
    return Arrays.stream(values()).filter(mode -> mode.optionName().equals(optionName)).findFirst();
  }

  /**
   * What the run wants to change on an image: a pure function of its inputs.
   *
   * @param before what was on the image before the run touched it
   * @param predictions what the model found, with class names as in the project
   */
  public Change change(PlatformAnnotation before, List<Label> predictions, MergeSettings settings) {
    return switch (this) {
      case CREATE, APPEND ->
          new Change(
              predictions.stream().filter(each -> !isTagOf(before, each)).toList(), List.of());
      case IOU_MERGE -> {
        List<Label> existing = before.labels().stream().map(PlatformLabel::label).toList();
        yield new Change(
            predictions.stream()
                .filter(
                    each ->
                        !IouMerge.isThere(each, existing, settings.iouThreshold(), settings::iou))
                .toList(),
            List.of());
      }
      case REPLACE -> replacement(before, predictions, settings);
    };
  }

  /** Whether a label of the whole image is there: an image carries a tag of a kind only once. */
  private static boolean isTagOf(PlatformAnnotation image, Label prediction) {
    return prediction.geometry() instanceof WholeImage
        && image.labels().stream()
            .map(PlatformLabel::label)
            .anyMatch(
                label ->
                    label.geometry() instanceof WholeImage
                        && label.className().equals(prediction.className()));
  }

  /** A label that is there already exactly as predicted stays, instead of being made anew. */
  private static Change replacement(
      PlatformAnnotation before, List<Label> predictions, MergeSettings settings) {
    List<Label> existing = before.labels().stream().map(PlatformLabel::label).toList();
    LabelMatching matching = LabelMatching.match(existing, predictions, settings.tolerance());
    List<PlatformLabel> removals = new ArrayList<>();
    matching.onlyLeft().forEach(index -> removals.add(before.labels().get(index)));
    List<Label> additions = new ArrayList<>();
    matching.onlyRight().forEach(index -> additions.add(predictions.get(index)));
    return new Change(additions, removals);
  }
}
