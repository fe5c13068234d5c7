package dev.relabel.model.head;

import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which settings have an effect with which head; the others are refused when a person gives them.
 */
public final class SettingsInUse {
  private static final Set<HeadKind> LISTS =
      Set.of(HeadKind.RTDETR, HeadKind.DETR_BOXES, HeadKind.TFOD, HeadKind.BOXES_LABELS);

  private static final Set<HeadKind> MANY_CLASSES =
      Set.of(HeadKind.YOLOX, HeadKind.YOLOV5, HeadKind.YOLOV8);

  private SettingsInUse() {}

  static boolean listsBoxes(HeadKind kind) {
    return LISTS.contains(kind);
  }

  /** The settings that only some heads read, by name. */
  private static Map<String, Set<HeadKind>> special() {
    Set<HeadKind> boxes = EnumSet.complementOf(EnumSet.of(HeadKind.TEXT));
    Set<HeadKind> text = Set.of(HeadKind.TEXT);
    Map<String, Set<HeadKind>> special = new TreeMap<>();
    special.put("iou", boxes);
    special.put("nms", boxes);
    special.put("box_space", LISTS);
    special.put("decoded", Set.of(HeadKind.YOLOX));
    special.put("text_threshold", text);
    special.put("unclip_ratio", text);
    special.put("shape", text);
    return special;
  }

  /**
   * Checks what a person asked for.
   *
   * @param asked settings of a person and of the sidecar
   * @throws ModelException naming all settings that this head does not read
   */
  public static void check(HeadChoice choice, ModelSettings asked) {
    HeadKind kind = choice.kind();
    List<String> problems = new ArrayList<>();
    special()
        .forEach(
            (name, heads) -> {
              if (asked.toMap().containsKey(name) && !heads.contains(kind)) {
                problems.add("%s is only for %s".formatted(name, names(heads)));
              }
            });
    if (kind == HeadKind.TEXT && asked.maxDetections().orElse(0) > TextHead.MAX_REGIONS) {
      problems.add("max_detections is at most %s".formatted(TextHead.MAX_REGIONS));
    }
    if (!problems.isEmpty()) {
      throw new ModelException(
          "Settings that have no effect with head %s: %s. Leave them out, or set another head."
              .formatted(kind.settingName(), String.join("; ", problems)));
    }
  }

  /** What a person should know about settings that do nothing here, but no harm either. */
  public static List<String> notes(HeadChoice choice, ModelSettings asked) {
    HeadKind kind = choice.kind();
    boolean idle = asked.multiLabel().orElse(false) && !MANY_CLASSES.contains(kind);
    return idle
        ? List.of("multi_label has no effect: this model gives each box one class itself.")
        : List.of();
  }

  private static String names(Set<HeadKind> heads) {
    return Arrays.stream(HeadKind.values())
        .filter(heads::contains)
        .map(HeadKind::settingName)
        .collect(Collectors.joining(", "));
  }
}
