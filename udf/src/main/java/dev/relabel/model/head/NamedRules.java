package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules for models whose outputs are known by their names, ranks and types. */
final class NamedRules {
  private static final String ASSUMED_PREPROCESSING =
      "Recognised by its outputs alone; nothing in the file says how it wants pictures. ImageNet's"
          + " mean and scale, RGB and letterbox-top-left are assumed; set mean, scale, colours and"
          + " fit if they are others.";

  private NamedRules() {}

  /** TensorFlow Object Detection API. */
  static Optional<HeadChoice> tfod(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    Optional<GraphTensor> boxes = graph.output("detection_boxes");
    Optional<GraphTensor> classes = graph.output("detection_classes");
    Optional<GraphTensor> scores = graph.output("detection_scores");
    if (boxes.isEmpty() || classes.isEmpty() || scores.isEmpty() || boxes.get().rank() != 3) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(names(boxes.get(), classes.get(), scores.get()));
    graph.output("num_detections").ifPresent(count -> names.add(count.name()));
    return Optional.of(
        new HeadChoice(HeadKind.TFOD, HeadKind.TFOD.family(), names, facts.namedClasses(), true));
  }

  /** RT-DETR and D-FINE deploy exports, and the DETR family of Geti and OTX. */
  static Optional<HeadChoice> detr(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    Optional<GraphTensor> boxes = graph.output("boxes").or(() -> graph.output("bboxes"));
    Optional<GraphTensor> labels = graph.output("labels");
    Optional<GraphTensor> scores = graph.output("scores");
    if (boxes.isEmpty() || labels.isEmpty() || scores.isEmpty() || boxes.get().rank() != 3) {
      return Optional.empty();
    }
    boolean sized = ImageInput.isSized(graph);
    boolean geti = facts.metadata().otx() || boxes.get().name().equals("bboxes");
    if (!sized && !geti) {
      return Optional.empty();
    }
    HeadKind kind = sized ? HeadKind.RTDETR : HeadKind.DETR_BOXES;
    return Optional.of(
        new HeadChoice(
            kind,
            kind.family(),
            names(boxes.get(), labels.get(), scores.get()),
            facts.namedClasses(),
            true));
  }

  /** OTX, Geti and MMDeploy: boxes with scores, and integer labels of one axis less. */
  static Optional<HeadChoice> boxesLabels(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    List<GraphTensor> boxes =
        outputs.stream()
            .filter(output -> output.rank() == 2 || output.rank() == 3)
            .filter(output -> !output.isInteger() && output.dim(-1) == 5)
            .toList();
    if (boxes.size() != 1) {
      return Optional.empty();
    }
    List<GraphTensor> labels =
        outputs.stream()
            .filter(GraphTensor::isInteger)
            .filter(output -> output.rank() == boxes.get(0).rank() - 1)
            .toList();
    if (labels.size() != 1) {
      return Optional.empty();
    }
    return Optional.of(listed(HeadKind.BOXES_LABELS, facts, boxes.get(0), labels.get(0)));
  }

  /** The same with a mask for each box: Mask R-CNN. */
  static Optional<HeadChoice> maskRcnn(GraphFacts facts) {
    return boxesLabels(facts)
        .flatMap(
            choice -> {
              GraphTensor boxes = facts.graph().output(choice.outputs().get(0)).orElseThrow();
              GraphTensor labels = facts.graph().output(choice.outputs().get(1)).orElseThrow();
              List<GraphTensor> masks =
                  facts.outputs().stream()
                      .filter(output -> output.rank() == boxes.rank() + 1 && !output.isInteger())
                      .toList();
              return masks.size() == 1
                  ? Optional.of(listed(HeadKind.MASK_RCNN, facts, boxes, labels, masks.get(0)))
                  : Optional.empty();
            });
  }

  private static HeadChoice listed(HeadKind kind, GraphFacts facts, GraphTensor... outputs) {
    HeadChoice choice =
        new HeadChoice(
            kind, kind.family(), names(outputs), facts.namedClasses(), outputs[0].rank() == 3);
    return facts.metadata().otx() ? choice : choice.withNote(ASSUMED_PREPROCESSING);
  }

  /** PP-OCR: one map as large as a picture of free size, from Paddle's exporter. */
  static Optional<HeadChoice> text(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    if (outputs.size() != 1 || outputs.get(0).rank() != 4 || outputs.get(0).dim(1) != 1) {
      return Optional.empty();
    }
    String name = outputs.get(0).name();
    boolean paddle =
        name.startsWith("sigmoid_")
            || name.startsWith("save_infer_model")
            || name.startsWith("fetch_name")
            || facts.graph().producer().contains("Paddle");
    return paddle ? Optional.of(HeadChoice.of(HeadKind.TEXT, 1, name)) : Optional.empty();
  }

  static List<String> names(GraphTensor... tensors) {
    List<String> names = new ArrayList<>();
    for (GraphTensor tensor : tensors) {
      names.add(tensor.name());
    }
    return names;
  }
}
