package dev.relabel.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MMDeploy's {@code pipeline.json}: the steps that prepare a picture for its {@code end2end.onnx}.
 * Class names stay in the training's configuration and are not in it.
 *
 * <p>Sizes are width before height. A resize with kept aspect gives every picture another size;
 * here it is scaled into the size and padded, so that pictures share a batch. Sources: MMDeploy,
 * mmdeploy/backend/sdk/export_info.py, {@code get_preprocess} of its codebases, and
 * csrc/mmdeploy/preprocess/transform.
 */
final class MmDeployPipeline {
  private MmDeployPipeline() {}

  /**
   * Its settings.
   *
   * @param files that one file
   */
  static Map<String, Object> settings(List<JsonNode> files) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (JsonNode task : files.get(0).path("pipeline").path("tasks")) {
      JsonNode steps = task.path("transforms");
      steps.forEach(step -> read(step, divisor(steps), settings));
    }
    return settings;
  }

  /** Sides are padded to multiples of it. */
  private static int divisor(JsonNode steps) {
    for (JsonNode step : steps) {
      if (step.has("size_divisor")) {
        return Math.max(1, step.path("size_divisor").asInt(1));
      }
    }
    return 1;
  }

  private static void read(JsonNode step, int divisor, Map<String, Object> settings) {
    switch (step.path("type").asText()) {
      case "Resize" -> {
        boolean isKept = step.path("keep_ratio").asBoolean(false);
        size(step.path("size"), isKept ? divisor : 1, settings);
        settings.put("fit", isKept ? "letterbox-top-left" : "stretch");
      }
      case "LetterResize" -> {
        size(step.path("scale"), 1, settings);
        settings.put(
            "fit", step.path("stretch_only").asBoolean(false) ? "stretch" : "letterbox-centred");
        padding(step.path("pad_val"), settings);
      }
      case "CenterCrop" -> {
        size(step.path("crop_size"), 1, settings);
        settings.put("fit", "crop-centre");
      }
      case "Pad" -> {
        size(step.path("size"), 1, settings);
        padding(step.path("pad_val"), settings);
      }
      case "Normalize" -> {
        settings.put("colours", step.path("to_rgb").asBoolean(true) ? "rgb" : "bgr");
        settings.put("mean", PictureSteps.times(step.path("mean"), 1));
        settings.put("scale", PictureSteps.times(step.path("std"), 1));
      }
      default -> {
        // changes neither size nor numbers
      }
    }
  }

  /** A size with a side of -1 follows the picture, and a crop comes after it. */
  private static void size(JsonNode sides, int divisor, Map<String, Object> settings) {
    int width = sides.isArray() ? sides.path(0).asInt() : sides.asInt();
    int height = sides.isArray() ? sides.path(1).asInt() : sides.asInt();
    if (width > 0 && height > 0) {
      settings.put(
          "img_size",
          List.of(PictureSteps.roundUp(height, divisor), PictureSteps.roundUp(width, divisor)));
    }
  }

  private static void padding(JsonNode value, Map<String, Object> settings) {
    JsonNode number = value.path("img").isMissingNode() ? value : value.path("img");
    JsonNode first = number.isArray() ? number.path(0) : number;
    if (settings.containsKey("mean")) { // an earlier one has left it nothing to pad
      settings.putIfAbsent("pad", PictureSteps.pixel(first.asDouble(0), settings));
    } else if (first.isNumber()) {
      settings.put("pad", first.asInt());
    }
  }
}
