package dev.relabel.model.head;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a family wants where nothing else says so: preprocessing as its own exporters and demos do
 * it, one confidence (0.25) for all detectors.
 */
public final class FamilyDefaults {
  /** Means and deviations of ImageNet on 0–255, as most training code has them. */
  private static final List<Double> IMAGENET_MEAN = List.of(123.675, 116.28, 103.53);

  private static final List<Double> IMAGENET_SCALE = List.of(58.395, 57.12, 57.375);

  private FamilyDefaults() {}

  /** Means and deviations of ImageNet with the channels turned round, as NanoDet has them. */
  private static final List<Double> NANODET_MEAN = List.of(103.53, 116.28, 123.675);

  private static final List<Double> NANODET_SCALE = List.of(57.375, 57.12, 58.395);

  /** Every setting that the head and its input need. */
  public static ModelSettings of(HeadChoice choice, ImageInput input) {
    HeadKind kind = choice.kind();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("head", kind.settingName());
    settings.put("confidence", confidence(kind));
    if (kind.finds().areObjects()) {
      settings.put("iou", kind == HeadKind.NANODET ? 0.6 : 0.45);
      settings.put("nms", kind.isSuppressed() ? "class" : "none");
    }
    settings.put("max_detections", kind == HeadKind.TEXT ? 1000 : 300);
    settings.put("img_size", size(kind));
    settings.put("colours", isBgr(kind) ? "bgr" : "rgb");
    settings.put("fit", fit(kind, input).name().toLowerCase(Locale.ROOT));
    // YOLOX's own demo treats every class by itself when it suppresses within classes
    // (demo_utils.py, multiclass_nms_class_aware); Ultralytics keeps the best class.
    if (kind.scoresEachClass()) {
      settings.put("multi_label", kind == HeadKind.YOLOX || kind == HeadKind.NANODET);
    }
    settings.put("pad", kind == HeadKind.SIMCC ? 0 : 114); // as MMPose warps
    if (kind.listsBoxes()) {
      settings.put(
          "box_space",
          kind == HeadKind.TFOD || kind == HeadKind.DETR_BOXES ? "normalised" : "input");
    }
    normalisation(kind, input, settings);
    switch (kind.finds()) {
      case MASKS -> settings.put("mask_threshold", 0.5);
      case KEYPOINTS -> {
        settings.put("keypoint_values", 3);
        settings.put("keypoint_threshold", 0.5);
      }
      case ONE_POSE -> settings.put("keypoint_threshold", 0.5);
      case ANOMALIES -> {
        settings.put("image_threshold", 0.5);
        settings.put("pixel_threshold", 0.5);
        settings.put("normalization_scale", 1);
        settings.put("min_area", 0);
        settings.put("instances", "class");
      }
      case CLASSES -> settings.put("multi_label", false);
      case AREAS -> {
        settings.put("mask_threshold", 0.5);
        settings.put("background", List.of("background", "__background__", "bg"));
        settings.put("min_area", 0);
        settings.put("instances", "class");
      }
      case TEXT -> {
        settings.put("text_threshold", 0.3);
        settings.put("unclip_ratio", 1.5);
        settings.put("shape", "polygon");
      }
      case BOXES, ORIENTED_BOXES -> {}
    }
    return ModelSettings.of(settings);
  }

  private static double confidence(HeadKind kind) {
    return switch (kind.finds()) {
      case TEXT -> 0.6;
      case CLASSES, AREAS, ANOMALIES ->
          0; // the best class of a picture or a pixel, however sure it is
      default -> 0.25;
    };
  }

  private static int size(HeadKind kind) {
    return switch (kind) {
      case TEXT -> 960;
      case HF_DETR, TORCHVISION, TORCHVISION_SEG -> 1333;
      case CLASSIFICATION, HIERARCHICAL -> 224;
      case ANOMALY, SIMCC -> 256;
      case SEMANTIC, CLASS_MAP -> 512;
      default -> 640;
    };
  }

  private static void normalisation(HeadKind kind, ImageInput input, Map<String, Object> settings) {
    boolean isRaw =
        kind == HeadKind.YOLOX || kind == HeadKind.TFOD || input.element() == Element.UINT8;
    boolean isImagenet =
        switch (kind) {
          case BOXES_LABELS,
              MASK_RCNN,
              TEXT,
              HF_DETR,
              RF_DETR,
              RF_DETR_SEG,
              SEMANTIC,
              CLASS_MAP,
              SIMCC ->
              true;
          default -> false;
        };
    if (kind == HeadKind.NANODET && !isRaw) {
      settings.put("mean", NANODET_MEAN);
      settings.put("scale", NANODET_SCALE);
      return;
    }
    settings.put("mean", isRaw || !isImagenet ? 0 : IMAGENET_MEAN);
    settings.put("scale", isRaw ? 1 : isImagenet ? IMAGENET_SCALE : 255);
  }

  private static boolean isBgr(HeadKind kind) {
    return kind == HeadKind.YOLOX || kind == HeadKind.TEXT || kind == HeadKind.NANODET;
  }

  private static Fit fit(HeadKind kind, ImageInput input) {
    return switch (kind) {
      case YOLOX, BOXES_LABELS, MASK_RCNN -> Fit.LETTERBOX_TOP_LEFT;
      case YOLOV5,
          YOLOV5_SEG,
          YOLOV8,
          YOLOV8_SEG,
          YOLOV8_POSE,
          YOLOV8_OBB,
          END_TO_END,
          END_TO_END_SEG,
          END_TO_END_POSE,
          END_TO_END_OBB,
          SIMCC ->
          Fit.LETTERBOX_CENTRED;
      case TFOD, TORCHVISION, TORCHVISION_SEG -> input.isFreeSize() ? Fit.NONE : Fit.STRETCH;
      case TEXT, HF_DETR -> input.isFreeSize() ? Fit.MULTIPLE_OF_32 : Fit.STRETCH;
      case CLASSIFICATION -> Fit.CROP_CENTRE;
      case RTDETR,
          DETR_BOXES,
          RF_DETR,
          RF_DETR_SEG,
          NANODET,
          PADDLE,
          OPENVINO_SSD,
          SEMANTIC,
          CLASS_MAP,
          HIERARCHICAL,
          ANOMALY ->
          Fit.STRETCH;
    };
  }
}
