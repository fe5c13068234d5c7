package dev.relabel.model.views;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.model.Instances;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the areas of each class together. Where tiles overlap, each pixel is taken from the tile
 * whose middle is nearer, so that it keeps one class; the score is the mean by pixels.
 *
 * @param instances what becomes one label
 * @param minArea least pixels of a label
 * @param most labels of one picture
 */
record AreaJoining(Instances instances, int minArea, int most) implements Joining {

  /** As the settings in force say. */
  static AreaJoining of(ModelSettings settings) {
    return new AreaJoining(
        settings.instances().orElseThrow(),
        settings.minArea().orElseThrow(),
        settings.maxDetections().orElseThrow());
  }

  /** What the head has to give: whole classes, however small in a tile. */
  static ModelSettings ofHead(ModelSettings settings) {
    return ModelSettings.of(Map.of("instances", "class", "min_area", 0, "max_detections", 100_000))
        .orElse(settings);
  }

  @Override
  public List<Label> labels(List<Found> found, int pictureWidth, int pictureHeight) {
    Map<String, List<Label>> parts = new TreeMap<>();
    for (Found each : found) {
      Found.clipped(each.label().geometry(), each.view().core())
          .map(each.label()::withGeometry)
          .ifPresent(
              part -> parts.computeIfAbsent(part.className(), name -> new ArrayList<>()).add(part));
    }
    List<Label> labels = new ArrayList<>();
    parts.forEach((name, masks) -> labels.addAll(ofClass(name, masks)));
    labels.sort(
        Comparator.<Label>comparingDouble(label -> label.score().orElse(1))
            .reversed()
            .thenComparing(Label::className));
    return labels.subList(0, Math.min(most, labels.size()));
  }

  private List<Label> ofClass(String name, List<Label> parts) {
    double pixels = 0;
    double sum = 0;
    for (Label part : parts) {
      pixels += part.geometry().area();
      sum += part.geometry().area() * part.score().orElse(1);
    }
    double score = Math.min(1, sum / pixels);
    Mask all = Mask.union(parts.stream().map(part -> (Mask) part.geometry()).toList());
    List<Mask> areas = instances == Instances.COMPONENTS ? all.components() : List.of(all);
    return areas.stream()
        .filter(area -> area.area() >= minArea)
        .map(area -> Label.predicted(name, area, score))
        .toList();
  }
}
