package dev.relabel.platform;

import dev.relabel.annotation.Label;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A platform that takes and gives all labels of an image at once. So what was sent may land late
 * and bring back what was there when it was sent.
 */
public interface WholeImagePlatform extends Platform {
  /**
   * Adds labels to an image and removes others, both or, if it is refused, neither.
   *
   * @param removals as for {@link #removeLabels}
   * @param deadline as for {@link #addLabels}
   * @return the new labels' IDs, in the order of the additions
   */
  List<FigureId> changeLabels(
      DatasetId dataset,
      ImageId image,
      List<Label> additions,
      List<PlatformLabel> removals,
      Deadline deadline);

  /** One, so that one image's trouble is never that of others. */
  @Override
  default int batchLimit() {
    return 1;
  }

  @Override
  default Map<ImageId, List<FigureId>> addLabels(
      DatasetId dataset, Map<ImageId, List<Label>> labels, Deadline deadline) {
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    labels.forEach(
        (image, some) -> ids.put(image, changeLabels(dataset, image, some, List.of(), deadline)));
    return ids;
  }

  @Override
  default void removeLabels(
      DatasetId dataset, Map<ImageId, List<PlatformLabel>> labels, Deadline deadline) {
    labels.forEach(
        (image, some) -> {
          try {
            changeLabels(dataset, image, List.of(), some, deadline);
          } catch (NotOnPlatformException e) {
            // An image that is gone has no labels.
          }
        });
  }
}
