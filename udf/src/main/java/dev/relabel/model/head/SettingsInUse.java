package dev.relabel.model.head;

import dev.relabel.model.HeadKind;
import dev.relabel.model.HeadKind.Finds;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which settings have an effect with which head; the others are refused when a person gives them.
 */
public final class SettingsInUse {
  private SettingsInUse() {}

  /** The settings that only some heads read, by name. */
  private static Map<String, Predicate<HeadKind>> special() {
    Predicate<HeadKind> objects = kind -> kind.finds().areObjects();
    Predicate<HeadKind> text = kind -> kind == HeadKind.TEXT;
    Predicate<HeadKind> keypoints = kind -> kind.finds() == Finds.KEYPOINTS;
    Predicate<HeadKind> poses = keypoints.or(kind -> kind == HeadKind.SIMCC);
    Predicate<HeadKind> areas = kind -> kind.finds() == Finds.AREAS;
    Predicate<HeadKind> anomalies = kind -> kind == HeadKind.ANOMALY;
    Predicate<HeadKind> hierarchies = kind -> kind == HeadKind.HIERARCHICAL;
    Map<String, Predicate<HeadKind>> special = new TreeMap<>();
    Predicate<HeadKind> places = kind -> kind.finds().arePlaces();
    Predicate<HeadKind> shapes = objects.or(text);
    special.put("tile_size", places);
    special.put("tile_overlap", places);
    special.put("tile_full_image", shapes);
    special.put("tile_merge", shapes);
    special.put("tile_merge_threshold", shapes);
    special.put("flip", shapes.and(keypoints.negate()));
    special.put("scales", shapes);
    special.put("iou", objects);
    special.put("nms", objects);
    special.put("box_space", HeadKind::listsBoxes);
    special.put("decoded", kind -> kind == HeadKind.YOLOX);
    special.put("mask_threshold", areas.or(kind -> kind.finds() == Finds.MASKS));
    special.put("groups", hierarchies);
    special.put("parents", hierarchies);
    special.put("image_threshold", anomalies);
    special.put("pixel_threshold", anomalies);
    special.put("normalization_scale", anomalies);
    special.put("keypoints", poses);
    special.put("keypoint_values", keypoints);
    special.put("keypoint_threshold", poses);
    special.put("scores", kind -> kind == HeadKind.HF_DETR);
    special.put("top_k", kind -> kind == HeadKind.CLASSIFICATION);
    special.put("background", areas);
    special.put("min_area", areas.or(anomalies));
    special.put("instances", areas.or(anomalies));
    special.put("text_threshold", text);
    special.put("unclip_ratio", text);
    special.put("shape", text);
    return special;
  }

  /**
   * Checks what a person asked for.
   *
   * @param asked settings of a person and of the sidecar
   * @param given these and those of the file
   * @throws ModelException naming all settings that this head does not read
   */
  public static void check(HeadChoice choice, ModelSettings asked, ModelSettings given) {
    HeadKind kind = choice.kind();
    List<String> problems = new ArrayList<>();
    special()
        .forEach(
            (name, heads) -> {
              if (asked.toMap().containsKey(name) && !heads.test(kind)) {
                problems.add("%s is only for %s".formatted(name, names(heads)));
              }
            });
    boolean isTiled = given.tileSize().isPresent();
    for (String name : asked.toMap().keySet()) {
      if (name.startsWith("tile_") && !name.equals("tile_size") && !isTiled) {
        problems.add("%s needs a tile_size".formatted(name));
      }
    }
    if (kind == HeadKind.TEXT && asked.maxDetections().orElse(0) > TextHead.MAX_REGIONS) {
      problems.add("max_detections is at most %s".formatted(TextHead.MAX_REGIONS));
    }
    if (!problems.isEmpty()) {
      throw new ModelException(
          "Settings that have no effect with head %s: %s. Leave them out, or set another head."
              .formatted(kind.settingName(), String.join("; ", problems)));
    }
  }

  /** Those of a file's own settings that its head reads, as exporters write more than that. */
  public static ModelSettings readBy(HeadKind kind, ModelSettings settings) {
    Map<String, Object> read = new LinkedHashMap<>(settings.toMap());
    special()
        .forEach(
            (name, heads) -> {
              if (!heads.test(kind)) {
                read.remove(name);
              }
            });
    return ModelSettings.of(read);
  }

  /** What a person should know about settings that do nothing here, but no harm either. */
  public static List<String> notes(HeadChoice choice, ModelSettings asked) {
    HeadKind kind = choice.kind();
    boolean idle =
        asked.multiLabel().orElse(false)
            && !kind.scoresEachClass()
            && kind != HeadKind.CLASSIFICATION;
    return idle
        ? List.of("multi_label has no effect: this model gives each box one class itself.")
        : List.of();
  }

  private static String names(Predicate<HeadKind> heads) {
    return Arrays.stream(HeadKind.values())
        .filter(heads)
        .map(HeadKind::settingName)
        .collect(Collectors.joining(", "));
  }
}
