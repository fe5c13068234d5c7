package dev.relabel.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The layouts of model outputs that can be read; the value of the setting {@code head}.
 *
 * <p>{@code N} is the batch, {@code A} the number of anchors, {@code K} of detections, {@code C} of
 * classes.
 */
public enum HeadKind {
  /** [N,A,5+C]: box, objectness, class scores; one row per grid cell, raw or decoded. */
  YOLOX("yolox", "YOLOX"),
  /** [N,A,5+C]: decoded box, objectness, class scores; three rows per grid cell. */
  YOLOV5("yolov5", "YOLOv5", "yolov5u6", "yolov7"),
  /** [N,4+C,A]: box and class scores, channels first, no objectness. */
  YOLOV8("yolov8", "YOLOv8/11", "yolov9", "yolov11", "yolo11", "yolov12", "yolo12"),
  /** [N,K,6]: x1, y1, x2, y2, score, class; suppression done inside. */
  END_TO_END("end2end", "YOLO end-to-end", "end-to-end", "yolov10", "yolo26"),
  /** labels, boxes, scores, with an input for the size that boxes are scaled to. */
  RTDETR("rtdetr", "RT-DETR/D-FINE", "rt-detr", "rtdetrv2", "d-fine", "dfine", "deim"),
  /** boxes, labels, scores without that input; boxes normalised to the input (Geti/OTX DETR). */
  DETR_BOXES("detr-boxes", "Geti/OTX DETR", "geti-detr", "otx-detr"),
  /** detection_boxes, detection_classes, detection_scores: TensorFlow Object Detection API. */
  TFOD("tfod", "TensorFlow Object Detection API", "tf", "tf-object-detection"),
  /** [N,K,5] boxes with score, and [N,K] labels: OTX/Geti SSD, MMDeploy. */
  BOXES_LABELS("boxes-labels", "OTX/MMDeploy boxes and labels", "otx", "mmdeploy"),
  /** [N,1,h,w] probability of text: PP-OCR, DBNet. */
  TEXT("text-detection", "PP-OCR text detection", "text", "dbnet", "ppocr");

  private final String settingName;
  private final String family;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> aliases;

  HeadKind(String settingName, String family, String... aliases) {
    this.settingName = settingName;
    this.family = family;
    this.aliases = List.of(aliases);
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
