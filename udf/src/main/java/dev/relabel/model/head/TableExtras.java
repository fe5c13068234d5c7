package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.HeadKind.Finds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that each object of a YOLO table has behind its box and class scores: mask
 * coefficients, keypoints or an angle. Metadata tells; without it, mask prototypes do.
 *
 * @param finds what they are for; boxes when there are none
 * @param numbers how many they are
 * @param prototypes the second output of mask models
 */
record TableExtras(Finds finds, int numbers, Optional<GraphTensor> prototypes) {
  private static final TableExtras NONE = new TableExtras(Finds.BOXES, 0, Optional.empty());

  private static final Map<HeadKind, Map<Finds, HeadKind>> VARIANTS =
      Map.of(
          HeadKind.YOLOV5,
          Map.of(Finds.MASKS, HeadKind.YOLOV5_SEG),
          HeadKind.YOLOV8,
          Map.of(
              Finds.MASKS,
              HeadKind.YOLOV8_SEG,
              Finds.KEYPOINTS,
              HeadKind.YOLOV8_POSE,
              Finds.ORIENTED_BOXES,
              HeadKind.YOLOV8_OBB),
          HeadKind.END_TO_END,
          Map.of(
              Finds.MASKS,
              HeadKind.END_TO_END_SEG,
              Finds.KEYPOINTS,
              HeadKind.END_TO_END_POSE,
              Finds.ORIENTED_BOXES,
              HeadKind.END_TO_END_OBB));

  static TableExtras of(GraphFacts facts) {
    return switch (facts.metadata().task()) {
      case "segment" -> masks(facts);
      case "pose" -> keypoints(facts);
      case "obb" -> new TableExtras(Finds.ORIENTED_BOXES, 1, Optional.empty());
      default -> facts.prototypes().isPresent() ? masks(facts) : NONE;
    };
  }

  /** Those of a head that a person asks for. */
  static TableExtras of(Finds finds, GraphFacts facts) {
    return switch (finds) {
      case MASKS -> masks(facts);
      case KEYPOINTS -> keypoints(facts);
      case ORIENTED_BOXES -> new TableExtras(finds, 1, Optional.empty());
      default -> NONE;
    };
  }

  private static TableExtras masks(GraphFacts facts) {
    Optional<GraphTensor> prototypes = facts.prototypes();
    int channels = prototypes.map(maps -> (int) Math.max(0, maps.dim(1))).orElse(0);
    return new TableExtras(Finds.MASKS, channels, prototypes);
  }

  private static TableExtras keypoints(GraphFacts facts) {
    int numbers = facts.settings().keypoints().size() * facts.settings().keypointValues().orElse(3);
    return new TableExtras(Finds.KEYPOINTS, numbers, Optional.empty());
  }

  /** The head with these numbers that is otherwise like a head for boxes, if there is one. */
  Optional<HeadKind> variantOf(HeadKind boxes) {
    return finds == Finds.BOXES
        ? Optional.of(boxes)
        : Optional.ofNullable(VARIANTS.getOrDefault(boxes, Map.of()).get(finds));
  }

  /** The head for boxes that this head is otherwise like. */
  static HeadKind boxesOf(HeadKind kind) {
    return VARIANTS.entrySet().stream()
        .filter(variants -> variants.getValue().containsValue(kind))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(kind);
  }

  /** The outputs that are read: the table and, for masks, the prototypes. */
  List<String> outputs(GraphTensor table) {
    return prototypes.map(maps -> List.of(table.name(), maps.name())).orElse(List.of(table.name()));
  }

  /** What the exporter should have said, for messages; empty when nothing is missing. */
  String missing() {
    if (finds == Finds.MASKS && prototypes.isEmpty()) {
      return "a second output [N,M,h,w] with the prototypes of the masks";
    }
    return finds == Finds.KEYPOINTS && numbers == 0
        ? "the names or the number of the keypoints (--settings '{\"keypoints\": 17}')"
        : "";
  }
}
