package dev.relabel.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Hugging Face Optimum writes beside a {@code model.onnx}: the names of the classes in {@code
 * config.json}, and how pictures are prepared in {@code preprocessor_config.json}.
 *
 * <p>Sources: transformers, configuration_utils.py ({@code id2label}) and
 * image_processing_utils.py.
 */
final class HuggingFaceFiles {
  private HuggingFaceFiles() {}

  /**
   * Their settings.
   *
   * @param files config and preprocessor config
   */
  static Map<String, Object> settings(List<JsonNode> files) {
    Map<String, Object> settings = new LinkedHashMap<>();
    names(files.get(0), settings);
    if (!files.get(1).isMissingNode()) {
      preparation(files.get(1), settings);
    }
    return settings;
  }

  private static void names(JsonNode config, Map<String, Object> settings) {
    Map<String, Object> names = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> name : config.path("id2label").properties()) {
      names.put(name.getKey(), name.getValue().asText());
    }
    if (!names.isEmpty()) {
      settings.put("labels", names);
    }
  }

  private static void preparation(JsonNode config, Map<String, Object> settings) {
    boolean isRescaled = config.path("do_rescale").asBoolean(true);
    double range = isRescaled ? 1 / config.path("rescale_factor").asDouble(1 / 255.0) : 1;
    boolean isNormalised =
        config.path("do_normalize").asBoolean(true) && config.path("image_mean").size() == 3;
    settings.put("mean", isNormalised ? PictureSteps.times(config.path("image_mean"), range) : 0);
    settings.put(
        "scale", isNormalised ? PictureSteps.times(config.path("image_std"), range) : range);
    boolean isCropped = config.path("do_center_crop").asBoolean(false);
    JsonNode size = config.path(isCropped ? "crop_size" : "size");
    if (size.path("height").isInt() && size.path("width").isInt()) {
      settings.put("img_size", List.of(size.path("height").asInt(), size.path("width").asInt()));
      settings.put("fit", isCropped ? "crop-centre" : "stretch");
    }
  }
}
