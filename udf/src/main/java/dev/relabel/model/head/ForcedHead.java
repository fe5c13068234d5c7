package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import java.util.List;
import java.util.Optional;

/** The head that a person asked for, checked against what the graph puts out. */
final class ForcedHead {
  private final HeadKind kind;
  private final GraphFacts facts;

  ForcedHead(HeadKind kind, GraphFacts facts) {
    this.kind = kind;
    this.facts = facts;
  }

  /**
   * The choice.
   *
   * @throws ModelException if the outputs cannot be read that way
   */
  HeadChoice choice() {
    return switch (kind) {
      case YOLOV8 -> table(5, 1, 4 + maskColumns());
      case YOLOX, YOLOV5 -> table(6, 2, 5 + maskColumns());
      case END_TO_END -> endToEnd();
      case RTDETR, DETR_BOXES -> listed();
      case TFOD -> fitting(NamedRules.tfod(facts), "detection_boxes, detection_classes and scores");
      case BOXES_LABELS ->
          fitting(NamedRules.boxesLabels(facts), "boxes [N,K,5] and integer labels [N,K]");
      case TEXT -> text();
    };
  }

  private int maskColumns() {
    return facts.prototypes().map(maps -> (int) Math.max(0, maps.dim(1))).orElse(0);
  }

  private HeadChoice table(int least, int axis, int others) {
    GraphTensor table = facts.table().orElseThrow(() -> misfit("one output [N,a,b] of floats"));
    long length = table.dim(axis);
    if (length != GraphTensor.FREE && length < least) {
      throw misfit("at least %s numbers for each box".formatted(least));
    }
    int boxNumbers = kind == HeadKind.YOLOV8 ? 4 : 5;
    long classes = facts.namedClasses() > 0 ? facts.namedClasses() : length - others;
    if (classes < 1 || (length != GraphTensor.FREE && boxNumbers + classes > length)) {
      throw misfit("room for %s class scores in axis %s of %s".formatted(classes, axis, table));
    }
    long more = length == GraphTensor.FREE ? 0 : length - boxNumbers - classes;
    if (more > 0 && !isExplained(more)) {
      throw new ModelException(
          ("The labels name %s classes, but with head %s axis %s of %s holds scores for %s. Give a"
                  + " name to each with --settings '{\"labels\": […]}', or the right head.")
              .formatted(classes, kind.settingName(), axis, table, length - boxNumbers));
    }
    return HeadChoice.of(kind, Math.toIntExact(classes), table.name());
  }

  /** Numbers behind the class scores that are skipped: mask coefficients and keypoints. */
  private boolean isExplained(long more) {
    String task = facts.metadata().task();
    return task.equals("segment")
        || task.equals("pose")
        || more == maskColumns()
        || more == TableRules.KEYPOINT_NUMBERS;
  }

  private HeadChoice endToEnd() {
    GraphTensor table = facts.table().orElseThrow(() -> misfit("one output [N,K,6] of floats"));
    if (table.dim(2) != GraphTensor.FREE && table.dim(2) < 6) {
      throw misfit("six columns");
    }
    return HeadChoice.of(kind, facts.namedClasses(), table.name());
  }

  private HeadChoice listed() {
    String wanted = "outputs boxes (or bboxes) [N,K,4], labels and scores";
    GraphTensor boxes =
        facts
            .graph()
            .output("boxes")
            .or(() -> facts.graph().output("bboxes"))
            .orElseThrow(() -> misfit(wanted));
    GraphTensor labels = facts.graph().output("labels").orElseThrow(() -> misfit(wanted));
    GraphTensor scores = facts.graph().output("scores").orElseThrow(() -> misfit(wanted));
    return new HeadChoice(
        kind,
        kind.family(),
        List.of(boxes.name(), labels.name(), scores.name()),
        facts.namedClasses(),
        boxes.rank() == 3);
  }

  private HeadChoice text() {
    List<GraphTensor> maps =
        facts.graph().outputs().stream()
            .filter(output -> output.rank() == 4 && (output.dim(1) == 1 || output.dim(1) < 0))
            .toList();
    if (maps.size() != 1) {
      throw misfit("one output [N,1,h,w]");
    }
    return HeadChoice.of(kind, 1, maps.get(0).name());
  }

  private HeadChoice fitting(Optional<HeadChoice> choice, String wanted) {
    return choice.orElseThrow(() -> misfit(wanted));
  }

  private ModelException misfit(String wanted) {
    return new ModelException(
        "Head %s needs %s, but the model puts out %s. Choose another head, or leave it out."
            .formatted(kind.settingName(), wanted, GraphTensor.list(facts.graph().outputs())));
  }
}
