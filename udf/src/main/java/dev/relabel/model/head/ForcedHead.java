package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import java.util.List;
import java.util.Optional;

/** The head that a person asked for, checked against what the graph puts out. */
final class ForcedHead {
  /** x, y and visibility of a person's 17 keypoints. */
  private static final long PERSON_KEYPOINTS = 51;

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
      case YOLOV8, YOLOV8_SEG, YOLOV8_POSE, YOLOV8_OBB -> table(5, 1, 4);
      case YOLOX, YOLOV5, YOLOV5_SEG -> table(6, 2, 5);
      case END_TO_END, END_TO_END_SEG, END_TO_END_POSE, END_TO_END_OBB -> endToEnd();
      case RTDETR, DETR_BOXES -> listed();
      case TFOD -> fitting(NamedRules.tfod(facts), "detection_boxes, detection_classes and scores");
      case BOXES_LABELS ->
          fitting(NamedRules.boxesLabels(facts), "boxes [N,K,5] and integer labels [N,K]");
      case MASK_RCNN ->
          fitting(
              NamedRules.maskRcnn(facts),
              "boxes [N,K,5], integer labels [N,K] and masks [N,K,h,w]");
      case TORCHVISION, TORCHVISION_SEG ->
          fitting(
              TorchRules.torchvision(facts).filter(choice -> choice.kind() == kind),
              "boxes [n,4], integer labels [n] and scores [n]"
                  + (kind == HeadKind.TORCHVISION ? "" : ", and masks [n,1,H,W]"));
      case HF_DETR ->
          fitting(TorchRules.huggingFace(facts), "logits [N,A,C] and pred_boxes [N,A,4]");
      case RF_DETR, RF_DETR_SEG ->
          fitting(
              TorchRules.rfDetr(facts).filter(choice -> choice.kind() == kind),
              "dets [N,A,4] and float labels [N,A,C]"
                  + (kind == HeadKind.RF_DETR ? "" : ", and masks [N,A,h,w]"));
      case NANODET ->
          fitting(
              OtherRules.nanoDet(facts),
              "outputs cls_pred_stride_S [N,cells,C] and dis_pred_stride_S [N,cells,4(R+1)]");
      case PADDLE -> fitting(OtherRules.paddle(facts), "an output [M,6] of floats");
      case OPENVINO_SSD -> fitting(OtherRules.openVino(facts), "an output [1,1,K,7] of floats");
      case CLASSIFICATION ->
          fitting(PictureRules.classification(facts), "one output [N,C] of floats");
      case HIERARCHICAL -> fitting(OtxRules.rowOfLogits(facts), "one output [N,C] of floats");
      case ANOMALY ->
          fitting(
              OtxRules.anomaly(facts).or(() -> OtxRules.anomalyMap(facts)),
              "outputs anomaly_map and pred_score, or one map [N,1,h,w]");
      case SIMCC -> fitting(OtxRules.twoRows(facts), "two outputs [N,K,a] and [N,K,b] of floats");
      case SEMANTIC, CLASS_MAP ->
          fitting(
              PictureRules.semantic(facts).filter(choice -> choice.kind() == kind),
              kind == HeadKind.SEMANTIC
                  ? "one output [N,C,h,w] or [N,h,w,C] of floats"
                  : "one output [N,h,w] of integers");
      case TEXT -> text();
    };
  }

  /** Numbers behind the class scores: those of the head, or some that are skipped. */
  private TableExtras extras() {
    return kind.finds() == HeadKind.Finds.BOXES
        ? TableExtras.of(facts)
        : TableExtras.of(kind.finds(), facts);
  }

  private HeadChoice table(int least, int axis, int boxNumbers) {
    GraphTensor table = facts.table().orElseThrow(() -> misfit("one output [N,a,b] of floats"));
    TableExtras extras = extras();
    boolean reads = kind.finds() != HeadKind.Finds.BOXES;
    if (reads && !extras.missing().isEmpty()) {
      throw misfit(extras.missing());
    }
    long length = table.dim(axis);
    boolean isFree = length == GraphTensor.FREE;
    if (!isFree && length < least + (reads ? extras.numbers() : 0)) {
      throw misfit("at least %s numbers for each box".formatted(least));
    }
    long classes =
        facts.namedClasses() > 0 ? facts.namedClasses() : length - boxNumbers - extras.numbers();
    if (classes < 1 || (!isFree && boxNumbers + classes > length)) {
      throw misfit("room for %s class scores in axis %s of %s".formatted(classes, axis, table));
    }
    long more = isFree ? extras.numbers() : length - boxNumbers - classes;
    if (more > 0 && more != extras.numbers() && !isSkipped(more)) {
      throw new ModelException(
          ("The labels name %s classes, but with head %s axis %s of %s holds scores for %s. Give a"
                  + " name to each with --settings '{\"labels\": […]}', or the right head.")
              .formatted(
                  classes,
                  kind.settingName(),
                  axis,
                  table,
                  length - boxNumbers - extras.numbers()));
    }
    return new HeadChoice(
        kind,
        kind.family(),
        reads ? extras.outputs(table) : List.of(table.name()),
        Math.toIntExact(classes),
        true);
  }

  /** Whether a person who asks for boxes alone wants these numbers behind the scores left out. */
  private boolean isSkipped(long more) {
    String task = facts.metadata().task();
    return kind.finds() == HeadKind.Finds.BOXES
        && (task.equals("segment") || task.equals("pose") || more == PERSON_KEYPOINTS);
  }

  private HeadChoice endToEnd() {
    GraphTensor table = facts.table().orElseThrow(() -> misfit("one output [N,K,6] of floats"));
    TableExtras extras = TableExtras.of(kind.finds(), facts);
    if (!extras.missing().isEmpty()) {
      throw misfit(extras.missing());
    }
    if (table.dim(2) != GraphTensor.FREE && table.dim(2) < 6 + extras.numbers()) {
      throw misfit("%s columns".formatted(6 + extras.numbers()));
    }
    return new HeadChoice(kind, kind.family(), extras.outputs(table), facts.namedClasses(), true);
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
