package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ScoreFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rules for detectors exported from PyTorch libraries: torchvision, Hugging Face, RF-DETR. */
final class TorchRules {
  private TorchRules() {}

  /**
   * torchvision: for one picture without a batch axis, boxes [n,4], integer labels [n] and scores
   * [n]; the exporter chooses the names, so ranks and types tell.
   */
  static Optional<HeadChoice> torchvision(GraphFacts facts) {
    List<GraphTensor> outputs = facts.outputs();
    Optional<GraphTensor> boxes =
        only(outputs, each -> each.rank() == 2 && each.dim(1) == 4 && !each.isInteger());
    Optional<GraphTensor> labels = only(outputs, each -> each.rank() == 1 && each.isInteger());
    Optional<GraphTensor> scores = only(outputs, each -> each.rank() == 1 && !each.isInteger());
    Optional<GraphTensor> masks =
        only(outputs, each -> each.rank() == 4 && !each.isInteger() && each.dim(1) == 1);
    if (boxes.isEmpty() || labels.isEmpty() || scores.isEmpty()) {
      return Optional.empty();
    }
    HeadKind kind = masks.isPresent() ? HeadKind.TORCHVISION_SEG : HeadKind.TORCHVISION;
    List<GraphTensor> read = new ArrayList<>(List.of(boxes.get(), labels.get(), scores.get()));
    masks.ifPresent(read::add);
    return Optional.of(
        new HeadChoice(
            kind,
            kind.family(),
            NamedRules.names(read.toArray(GraphTensor[]::new)),
            facts.namedClasses(),
            false));
  }

  private static Optional<GraphTensor> only(
      List<GraphTensor> outputs, java.util.function.Predicate<GraphTensor> rule) {
    List<GraphTensor> fitting = outputs.stream().filter(rule).toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** Hugging Face Optimum: {@code logits} and {@code pred_boxes}. */
  static Optional<HeadChoice> huggingFace(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    Optional<GraphTensor> logits = graph.output("logits").filter(each -> each.rank() == 3);
    Optional<GraphTensor> boxes = graph.output("pred_boxes").filter(each -> each.rank() == 3);
    if (logits.isEmpty() || boxes.isEmpty()) {
      return Optional.empty();
    }
    long columns = logits.get().dim(2);
    boolean isSoftmax = isSoftmax(facts, columns);
    int classes = columns > 0 ? Math.toIntExact(columns - (isSoftmax ? 1 : 0)) : 0;
    HeadChoice choice =
        new HeadChoice(
            HeadKind.HF_DETR,
            HeadKind.HF_DETR.family(),
            NamedRules.names(boxes.get(), logits.get()),
            classes,
            true);
    boolean isKnown =
        facts.settings().scores().isPresent() || facts.namedClasses() > 0 || columns == 92;
    return Optional.of(
        isKnown
            ? choice
            : choice.withNote(
                "Nothing says how logits become scores; %s is assumed, as by most of this layout. Set scores, or labels."
                    .formatted(
                        isSoftmax ? "softmax with a last column for no object" : "sigmoid")));
  }

  /**
   * Whether the last column of the logits stands for no object. A name for each column means that
   * none does; DETR itself has one more, RT-DETR and deformable DETR have not.
   */
  static boolean isSoftmax(GraphFacts facts, long columns) {
    Optional<ScoreFunction> asked = facts.settings().scores();
    if (asked.isPresent()) {
      return asked.get() == ScoreFunction.SOFTMAX;
    }
    if (facts.namedClasses() > 0 && columns > 0) {
      return columns == facts.namedClasses() + 1;
    }
    // COCO with its 91 category ids and no object; 80 and 91 are the classes themselves.
    return columns == 92;
  }

  /** RF-DETR's own export: {@code dets} of boxes and {@code labels} of logits. */
  static Optional<HeadChoice> rfDetr(GraphFacts facts) {
    ModelGraph graph = facts.graph();
    Optional<GraphTensor> boxes =
        graph.output("dets").filter(dets -> dets.rank() == 3 && dets.dim(2) == 4);
    Optional<GraphTensor> logits =
        graph.output("labels").filter(labels -> labels.rank() == 3 && !labels.isInteger());
    if (boxes.isEmpty() || logits.isEmpty()) {
      return Optional.empty();
    }
    Optional<GraphTensor> masks = graph.output("masks").filter(each -> each.rank() == 4);
    HeadKind kind = masks.isPresent() ? HeadKind.RF_DETR_SEG : HeadKind.RF_DETR;
    List<GraphTensor> read = new ArrayList<>(Arrays.asList(boxes.get(), logits.get()));
    masks.ifPresent(read::add);
    return Optional.of(
        new HeadChoice(
            kind,
            kind.family(),
            NamedRules.names(read.toArray(GraphTensor[]::new)),
            Math.toIntExact(Math.max(0, logits.get().dim(2))),
            true));
  }
}
