package dev.relabel.stage;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.model.ModelSettings;
import dev.relabel.run.RunDirectory;
import java.util.List;

/** The nodes of a run's keypoints, which its frozen settings name. */
final class KeypointNames {
  private KeypointNames() {}

  /** The classes with the nodes that a platform needs to know to make one of keypoints. */
  static List<LabelClass> with(RunDirectory run, List<LabelClass> classes) {
    if (classes.stream().noneMatch(each -> each.shape() == Shape.KEYPOINTS)) {
      return classes;
    }
    List<String> names =
        run.spec()
            .map(spec -> ModelSettings.parse(spec.facts().getOrDefault("settings", "")))
            .map(ModelSettings::keypoints)
            .orElse(List.of());
    return classes.stream()
        .map(
            each ->
                each.shape() == Shape.KEYPOINTS
                    ? new LabelClass(each.name(), each.shape(), names)
                    : each)
        .toList();
  }
}
