package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models that are recognised, but whose outputs cannot be read. */
final class Unsupported {
  private static final Map<String, String> TASKS =
      Map.of("segment", "segment", "pose", "pose", "obb", "oriented boxes", "classify", "classify");

  private Unsupported() {}

  /** What the model is by its metadata or the names of its outputs, if that cannot be read. */
  static Optional<String> byName(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    String task = facts.metadata().task();
    if (TASKS.containsKey(task)) {
      return Optional.of("Ultralytics YOLO " + TASKS.get(task));
    }
    if (graph.output("logits").isPresent() && graph.output("pred_boxes").isPresent()) {
      return Optional.of("Hugging Face DETR (logits and pred_boxes)");
    }
    if (isRfDetr(graph)) {
      return Optional.of("RF-DETR (dets and float labels)");
    }
    if (graph.outputs().stream().anyMatch(output -> output.name().startsWith("cls_pred_stride"))) {
      return Optional.of("NanoDet");
    }
    if (facts.prototypes().isPresent()) {
      return Optional.of("YOLO segment (a table of boxes and mask prototypes)");
    }
    return Optional.empty();
  }

  private static boolean isRfDetr(ModelGraph graph) {
    return graph.output("dets").filter(dets -> dets.rank() == 3 && dets.dim(2) == 4).isPresent()
        && graph.output("labels").filter(labels -> !labels.isInteger()).isPresent();
  }

  /** What a model with one output probably is, when no head fits it. */
  static Optional<String> byShape(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    return outputs.size() == 1 ? guess(outputs.get(0), facts.namedClasses()) : Optional.empty();
  }

  private static Optional<String> guess(GraphTensor output, int named) {
    if (output.rank() == 2 && output.dim(1) > 1) {
      return Optional.of("a classifier (one number per class)");
    }
    if (output.rank() == 4 && (output.dim(1) > 1 || (output.dim(3) > 1 && output.dim(1) != 1))) {
      return Optional.of("semantic segmentation (one map per class)");
    }
    if (output.rank() >= 2 && output.dim(-1) == 7) {
      return Optional.of("OpenVINO SSD (seven columns) or YOLO end-to-end with oriented boxes");
    }
    if (output.rank() == 3 && output.dim(1) == 300 && named > 0 && output.dim(2) == 4 + named) {
      return Optional.of("Ultralytics RT-DETR (boxes and class scores without labels)");
    }
    return Optional.empty();
  }
}
