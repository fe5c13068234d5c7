package dev.relabel.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.model.ModelGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PaddleDetection's {@code infer_cfg.yml}: names of the classes and the steps that prepare a
 * picture.
 *
 * <p>Its resize with kept aspect gives every picture another size. Here it is scaled into the
 * target size and padded, so that pictures share a batch. Sources: PaddleDetection,
 * ppdet/engine/export_utils.py and deploy/third_engine/onnx/preprocess.py.
 */
final class PaddleConfig {
  private static final int GREY = 114;

  private PaddleConfig() {}

  /** Whether a model shows that it is one: other models may lie in the same folder. */
  static boolean isPaddle(ModelGraph graph) {
    return graph.producer().contains("Paddle")
        || graph.inputs().stream()
            .anyMatch(
                input -> input.name().equals("scale_factor") || input.name().equals("im_shape"));
  }

  /**
   * Its settings.
   *
   * @param files that one file
   */
  static Map<String, Object> settings(List<JsonNode> files) {
    JsonNode config = files.get(0);
    Map<String, Object> settings = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    config.path("label_list").forEach(name -> names.add(name.asText()));
    if (!names.isEmpty()) {
      settings.put("labels", names);
    }
    JsonNode steps = config.path("Preprocess");
    if (!steps.isEmpty()) {
      settings.put("colours", "rgb");
      settings.put("mean", 0);
      settings.put("scale", 1);
      steps.forEach(step -> read(step, stride(steps), settings));
    }
    return settings;
  }

  /** Sides are padded to multiples of it. */
  private static int stride(JsonNode steps) {
    for (JsonNode step : steps) {
      if (step.path("type").asText().equals("PadStride")) {
        return Math.max(1, step.path("stride").asInt(1));
      }
    }
    return 1;
  }

  private static void read(JsonNode step, int stride, Map<String, Object> settings) {
    switch (step.path("type").asText()) {
      case "Resize" -> {
        boolean isKept = step.path("keep_ratio").asBoolean(true);
        settings.put("img_size", size(step.path("target_size"), isKept ? stride : 1));
        settings.put("fit", isKept ? "letterbox-top-left" : "stretch");
      }
      case "LetterBoxResize" -> {
        settings.put("img_size", size(step.path("target_size"), 1));
        settings.put("fit", "letterbox-centred");
        settings.put("pad", 127);
      }
      case "Pad" -> {
        if (step.has("size")) {
          settings.put("img_size", size(step.path("size"), 1));
        }
        JsonNode fill = step.path("fill_value");
        settings.put("pad", (fill.isArray() ? fill.path(0) : fill).asInt(GREY));
      }
      case "NormalizeImage" -> {
        double range = step.path("is_scale").asBoolean(true) ? 255 : 1;
        boolean isNormalised = !step.path("norm_type").asText().equals("none");
        settings.put("mean", isNormalised ? PictureSteps.times(step.path("mean"), range) : 0);
        settings.put("scale", isNormalised ? PictureSteps.times(step.path("std"), range) : range);
      }
      case "PadStride" -> settings.putIfAbsent("pad", PictureSteps.pixel(0, settings));
      case "WarpAffine" -> {
        if (!step.path("keep_res").asBoolean(false)) {
          settings.put(
              "img_size",
              List.of(step.path("input_h").asInt(512), step.path("input_w").asInt(512)));
        }
        settings.put("fit", "letterbox-centred");
        settings.put("pad", 0);
        settings.put("colours", "bgr");
      }
      default -> {
        // changes neither size nor numbers
      }
    }
  }

  private static List<Integer> size(JsonNode sides, int stride) {
    int height = sides.isArray() ? sides.path(0).asInt() : sides.asInt();
    int width = sides.isArray() ? sides.path(1).asInt() : sides.asInt();
    return List.of(PictureSteps.roundUp(height, stride), PictureSteps.roundUp(width, stride));
  }
}
