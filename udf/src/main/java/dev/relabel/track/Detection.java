package dev.relabel.track;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a tracker sees of a label.
 *
 * @param index of the label on its frame
 * @param className the label's class
 * @param score the label's score, 1 if it has none
 * @param box the bounds of the label's geometry
 */
record Detection(int index, String className, double score, Rectangle box) {
  private static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::score)
          .reversed()
          .thenComparing(Detection::className)
          .thenComparingDouble(each -> each.box.left())
          .thenComparingDouble(each -> each.box.top())
          .thenComparingDouble(each -> each.box.right())
          .thenComparingDouble(each -> each.box.bottom());

  /**
   * The labels that are somewhere on the frame. Best score first, then by class and place, so that
   * the order of the labels counts only among those that are alike in all of this.
   */
  static List<Detection> of(List<Label> labels) {
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      if (!(label.geometry() instanceof WholeImage)) {
        detections.add(
            new Detection(
                i, label.className(), label.score().orElse(1), label.geometry().bounds()));
      }
    }
    detections.sort(BEST_FIRST);
    return detections;
  }
}
