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

  /** Every setting that the head and its input need. */
  public static ModelSettings of(HeadChoice choice, ImageInput input) {
    HeadKind kind = choice.kind();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("head", kind.settingName());
    settings.put("confidence", kind == HeadKind.TEXT ? 0.6 : 0.25);
    if (kind != HeadKind.TEXT) {
      settings.put("iou", 0.45);
      settings.put("nms", suppresses(kind) ? "class" : "none");
    }
    settings.put("max_detections", kind == HeadKind.TEXT ? 1000 : 300);
    settings.put("img_size", kind == HeadKind.TEXT ? 960 : 640);
    settings.put("colours", isBgr(kind) ? "bgr" : "rgb");
    settings.put("fit", fit(kind, input).name().toLowerCase(Locale.ROOT));
    // YOLOX's own demo treats every class by itself when it suppresses within classes
    // (demo_utils.py, multiclass_nms_class_aware); Ultralytics keeps the best class.
    if (suppresses(kind)) {
      settings.put("multi_label", kind == HeadKind.YOLOX);
    }
    settings.put("pad", 114);
    if (SettingsInUse.listsBoxes(kind)) {
      settings.put(
          "box_space",
          kind == HeadKind.TFOD || kind == HeadKind.DETR_BOXES ? "normalised" : "input");
    }
    boolean raw =
        kind == HeadKind.YOLOX || kind == HeadKind.TFOD || input.element() == Element.UINT8;
    boolean imagenet = kind == HeadKind.BOXES_LABELS || kind == HeadKind.TEXT;
    settings.put("mean", raw || !imagenet ? 0 : IMAGENET_MEAN);
    settings.put("scale", raw ? 1 : imagenet ? IMAGENET_SCALE : 255);
    if (kind == HeadKind.TEXT) {
      settings.put("text_threshold", 0.3);
      settings.put("unclip_ratio", 1.5);
      settings.put("shape", "polygon");
    }
    return ModelSettings.of(settings);
  }

  private static boolean suppresses(HeadKind kind) {
    return kind == HeadKind.YOLOX || kind == HeadKind.YOLOV5 || kind == HeadKind.YOLOV8;
  }

  private static boolean isBgr(HeadKind kind) {
    return kind == HeadKind.YOLOX || kind == HeadKind.TEXT;
  }

  private static Fit fit(HeadKind kind, ImageInput input) {
    return switch (kind) {
      case YOLOX, BOXES_LABELS -> Fit.LETTERBOX_TOP_LEFT;
      case YOLOV5, YOLOV8, END_TO_END -> Fit.LETTERBOX_CENTRED;
      case RTDETR, DETR_BOXES -> Fit.STRETCH;
      case TFOD -> input.isFreeSize() ? Fit.NONE : Fit.STRETCH;
      case TEXT -> input.isFreeSize() ? Fit.MULTIPLE_OF_32 : Fit.STRETCH;
    };
  }
}
