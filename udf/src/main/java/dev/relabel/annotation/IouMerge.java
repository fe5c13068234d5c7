package dev.relabel.annotation;

import java.util.Collection;
import java.util.function.ToDoubleBiFunction;

/**
 * What counts as already there when predictions are added to an image: the rule of the upload mode
 * {@code iou_merge} and of the SQL function {@code relabel_merge}.
 */
public final class IouMerge {
  private IouMerge() {}

  /**
   * Whether a label of the same class and kind of shape covers what was predicted.
   *
   * @param threshold from which IoU on it does, in (0, 1]
   * @param iou how it is measured, such as {@link Iou#of}
   */
  public static boolean isThere(
      Label prediction,
      Collection<Label> existing,
      double threshold,
      ToDoubleBiFunction<Geometry, Geometry> iou) {
    return existing.stream()
        .anyMatch(
            label ->
                label.className().equals(prediction.className())
                    && label.geometry().kind() == prediction.geometry().kind()
                    && iou.applyAsDouble(label.geometry(), prediction.geometry()) >= threshold);
  }
}
