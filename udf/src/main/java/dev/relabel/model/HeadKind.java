package dev.relabel.model;

import dev.relabel.annotation.GeometryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layouts of model outputs that can be read; the value of the setting {@code head}.
 *
 * <p>{@code N} is the batch, {@code A} the number of anchors, {@code K} of detections, {@code C} of
 * classes.
 */
public enum HeadKind {
  /** [N,A,5+C]: box, objectness, class scores; one row per grid cell, raw or decoded. */
  YOLOX("yolox", "YOLOX", Finds.BOXES, Trait.SUPPRESSED, Trait.SCORES_EACH_CLASS),
  /** [N,A,5+C]: decoded box, objectness, class scores; three rows per grid cell. */
  YOLOV5(
      "yolov5",
      "YOLOv5",
      Finds.BOXES,
      List.of("yolov5u6", "yolov7"),
      Trait.SUPPRESSED,
      Trait.SCORES_EACH_CLASS),
  /** [N,A,5+C+M] with mask coefficients, and prototypes [N,M,h,w]. */
  YOLOV5_SEG(
      "yolov5-seg", "YOLOv5 segment", Finds.MASKS, Trait.SUPPRESSED, Trait.SCORES_EACH_CLASS),
  /** [N,4+C,A]: box and class scores, channels first, no objectness. */
  YOLOV8(
      "yolov8",
      "YOLOv8/11",
      Finds.BOXES,
      List.of("yolov9", "yolov11", "yolo11", "yolov12", "yolo12"),
      Trait.SUPPRESSED,
      Trait.SCORES_EACH_CLASS),
  /** [N,4+C+M,A] with mask coefficients, and prototypes [N,M,h,w]. */
  YOLOV8_SEG(
      "yolov8-seg",
      "YOLOv8/11 segment",
      Finds.MASKS,
      List.of("yolo11-seg"),
      Trait.SUPPRESSED,
      Trait.SCORES_EACH_CLASS),
  /** [N,4+C+K·D,A] with K keypoints of D numbers: x, y and perhaps visibility. */
  YOLOV8_POSE(
      "yolov8-pose",
      "YOLOv8/11 pose",
      Finds.KEYPOINTS,
      List.of("yolo11-pose"),
      Trait.SUPPRESSED,
      Trait.SCORES_EACH_CLASS),
  /** [N,4+C+1,A] with the angle of the box, in radians. */
  YOLOV8_OBB(
      "yolov8-obb",
      "YOLOv8/11 oriented boxes",
      Finds.ORIENTED_BOXES,
      List.of("yolo11-obb"),
      Trait.SUPPRESSED,
      Trait.SCORES_EACH_CLASS),
  /** [N,K,6]: x1, y1, x2, y2, score, class; suppression done inside. */
  END_TO_END("end2end", "YOLO end-to-end", Finds.BOXES, List.of("end-to-end", "yolov10", "yolo26")),
  /** [N,K,6+M] with mask coefficients, and prototypes [N,M,h,w]. */
  END_TO_END_SEG("end2end-seg", "YOLO end-to-end segment", Finds.MASKS, List.of("yolo26-seg")),
  /** [N,K,6+K·D] with keypoints. */
  END_TO_END_POSE("end2end-pose", "YOLO end-to-end pose", Finds.KEYPOINTS, List.of("yolo26-pose")),
  /** [N,K,7]: centre x and y, width, height, score, class, angle. */
  END_TO_END_OBB(
      "end2end-obb", "YOLO end-to-end oriented boxes", Finds.ORIENTED_BOXES, List.of("yolo26-obb")),
  /** labels, boxes, scores, with an input for the size that boxes are scaled to. */
  RTDETR(
      "rtdetr",
      "RT-DETR/D-FINE",
      Finds.BOXES,
      List.of("rt-detr", "rtdetrv2", "d-fine", "dfine", "deim"),
      Trait.LISTS_BOXES),
  /** boxes, labels, scores without that input; boxes normalised to the input (Geti/OTX DETR). */
  DETR_BOXES(
      "detr-boxes",
      "Geti/OTX DETR",
      Finds.BOXES,
      List.of("geti-detr", "otx-detr"),
      Trait.LISTS_BOXES),
  /** detection_boxes, detection_classes, detection_scores: TensorFlow Object Detection API. */
  TFOD(
      "tfod",
      "TensorFlow Object Detection API",
      Finds.BOXES,
      List.of("tf", "tf-object-detection"),
      Trait.LISTS_BOXES),
  /** [N,K,5] boxes with score, and [N,K] labels: OTX/Geti SSD, MMDeploy. */
  BOXES_LABELS(
      "boxes-labels",
      "OTX/MMDeploy boxes and labels",
      Finds.BOXES,
      List.of("otx", "mmdeploy"),
      Trait.LISTS_BOXES),
  /** The same with masks [N,K,h,w] to be pasted into the boxes: Mask R-CNN. */
  MASK_RCNN(
      "mask-rcnn", "OTX/MMDeploy Mask R-CNN", Finds.MASKS, List.of("maskrcnn"), Trait.LISTS_BOXES),
  /** boxes [n,4], labels [n] with 0 for the background, scores [n] for one picture: torchvision. */
  TORCHVISION("torchvision", "torchvision detection", Finds.BOXES, Trait.LISTS_BOXES),
  /** The same with masks [n,1,H,W] as large as the picture. */
  TORCHVISION_SEG("torchvision-seg", "torchvision Mask R-CNN", Finds.MASKS, Trait.LISTS_BOXES),
  /** logits [N,A,C] or [N,A,C+1] and pred_boxes [N,A,4]: Hugging Face DETR and its relatives. */
  HF_DETR("hf-detr", "Hugging Face DETR", Finds.BOXES, List.of("detr", "yolos"), Trait.LOGITS),
  /** dets [N,A,4] and float labels [N,A,C]: RF-DETR's own export. */
  RF_DETR("rf-detr", "RF-DETR", Finds.BOXES, List.of("rfdetr"), Trait.LOGITS),
  /** The same with mask logits [N,A,h,w]. */
  RF_DETR_SEG("rf-detr-seg", "RF-DETR segment", Finds.MASKS, List.of("rfdetr-seg"), Trait.LOGITS),
  /** cls_pred_stride_S [N,g·g,C] and dis_pred_stride_S [N,g·g,4(R+1)] for each stride S. */
  NANODET("nanodet", "NanoDet", Finds.BOXES, Trait.SUPPRESSED, Trait.SCORES_EACH_CLASS),
  /** [M,6]: class, score, x1, y1, x2, y2 for one image: PaddleDetection. */
  PADDLE("paddle", "PaddleDetection", Finds.BOXES, List.of("paddledetection")),
  /** [1,1,K,7]: image, label, score, x1, y1, x2, y2, normalised: OpenVINO's SSD. */
  OPENVINO_SSD("openvino-ssd", "OpenVINO SSD", Finds.BOXES),
  /** [N,C]: one number per class for the whole picture. */
  CLASSIFICATION("classification", "classifier", Finds.CLASSES, List.of("classify", "cls")),
  /** [N,C] logits of classes in groups, of which some exclude each other: Geti/OTX. */
  HIERARCHICAL(
      "hierarchical", "Geti/OTX hierarchical classifier", Finds.CLASSES, List.of("h-label")),
  /** A map of how unusual each pixel is [N,1,h,w], and perhaps pred_score: anomalib, Geti/OTX. */
  ANOMALY("anomaly", "anomalib anomaly detection", Finds.ANOMALIES, List.of("anomalib")),
  /** simcc_x [N,K,r·W] and simcc_y [N,K,r·H] for one object that fills the picture: RTMPose. */
  SIMCC("simcc", "SimCC keypoints", Finds.ONE_POSE, List.of("rtmpose", "keypoint_detection")),
  /** A number for each pixel and class: [N,C,h,w] or [N,h,w,C]; with one class its probability. */
  SEMANTIC("semantic", "semantic segmentation", Finds.AREAS, List.of("semantic-segmentation")),
  /** The index of the class of each pixel: integers [N,h,w] or [N,1,h,w]. */
  CLASS_MAP("class-map", "semantic segmentation, class per pixel", Finds.AREAS, List.of("argmax")),
  /** [N,1,h,w] probability of text: PP-OCR, DBNet. */
  TEXT("text-detection", "PP-OCR text detection", Finds.TEXT, List.of("text", "dbnet", "ppocr"));

  /** What a head finds on a picture. */
  public enum Finds {
    /** Objects, as upright boxes. */
    BOXES(GeometryKind.RECTANGLE),
    /** Objects, as turned boxes. */
    ORIENTED_BOXES(GeometryKind.ORIENTED_RECTANGLE),
    /** Objects with the pixels that they cover. */
    MASKS(GeometryKind.MASK),
    /** Objects with their keypoints. */
    KEYPOINTS(GeometryKind.KEYPOINTS),
    /** The pixels that each class covers. */
    AREAS(GeometryKind.MASK),
    /** The keypoints of the one object that the picture shows. */
    ONE_POSE(GeometryKind.KEYPOINTS),
    /** Whether the picture is unusual, and the pixels that are. */
    ANOMALIES(GeometryKind.MASK),
    /** Classes of the whole picture. */
    CLASSES(GeometryKind.IMAGE),
    /** Regions of text, in the shape that a setting says. */
    TEXT(GeometryKind.POLYGON);

    private final GeometryKind shape;

    Finds(GeometryKind shape) {
      this.shape = shape;
    }

    /** The geometry of labels, unless a setting says another. */
    public GeometryKind shape() {
      return shape;
    }

    /** Whether it tells where on the picture something is, so that a part tells of that part. */
    public boolean arePlaces() {
      return areObjects() || this == AREAS || this == TEXT;
    }

    /** Whether objects are found one by one, each by its box. */
    public boolean areObjects() {
      return this == BOXES || this == ORIENTED_BOXES || this == MASKS || this == KEYPOINTS;
    }
  }

  private enum Trait {
    /** Several boxes are found for an object, so that they have to suppress each other. */
    SUPPRESSED,
    /** Each box has a score for each class, so that the outputs tell their number. */
    SCORES_EACH_CLASS,
    /** Boxes, classes and scores are listed in outputs of their own. */
    LISTS_BOXES,
    /** Scores leave the graph as logits. */
    LOGITS
  }

  private final String settingName;
  private final String family;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> aliases;

  private final Finds finds;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Trait> traits;

  HeadKind(String settingName, String family, Finds finds, Trait... traits) {
    this(settingName, family, finds, List.of(), traits);
  }

  HeadKind(String settingName, String family, Finds finds, List<String> aliases, Trait... traits) {
    this.settingName = settingName;
    this.family = family;
    this.finds = finds;
    this.aliases = aliases;
    this.traits = Set.of(traits);
  }

  /** What it finds. */
  public Finds finds() {
    return finds;
  }

  /** Whether boxes have to suppress each other because the model does not do that itself. */
  public boolean isSuppressed() {
    return traits.contains(Trait.SUPPRESSED);
  }

  /** Whether the outputs hold a score for each box and class, and so tell how many there are. */
  public boolean scoresEachClass() {
    return traits.contains(Trait.SCORES_EACH_CLASS);
  }

  /** Whether boxes are listed with their classes, in pixels or normalised as a setting says. */
  public boolean listsBoxes() {
    return traits.contains(Trait.LISTS_BOXES);
  }

  /** Whether it is one of RF-DETR's. */
  public boolean isRfDetr() {
    return this == RF_DETR || this == RF_DETR_SEG;
  }

  /** Whether scores leave the graph as logits, for a function that a setting may name. */
  public boolean putsOutLogits() {
    return traits.contains(Trait.LOGITS);
  }

  /** The name used in settings, cards and messages. */
  public String settingName() {
    return settingName;
  }

  /** The family of models that has this head, for people. */
  public String family() {
    return family;
  }

  /** The head of this name or alias. */
  public static Optional<HeadKind> named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.settingName.equals(name) || kind.aliases.contains(name))
        .findFirst();
  }

  /** All setting names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(HeadKind::settingName).collect(Collectors.joining(", "));
  }
}
