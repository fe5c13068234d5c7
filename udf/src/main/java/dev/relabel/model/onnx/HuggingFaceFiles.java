package dev.relabel.model.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Hugging Face Optimum writes beside a {@code model.onnx}: the names of the classes in {@code
 * config.json}, and how pictures are prepared in {@code preprocessor_config.json}.
 *
 * <p>They are looked for in the model's folder, and above it when that is called {@code onnx}.
 * Other file names than Optimum's are left alone, as many models may share a folder. Sources:
 * transformers, configuration_utils.py ({@code id2label}) and image_processing_utils.py.
 */
public final class HuggingFaceFiles {
  /** Their names. */
  public static final List<String> NAMES = List.of("config.json", "preprocessor_config.json");

  /** The folder in which repositories keep their exports. */
  public static final String EXPORTS = "onnx";

  private static final Pattern OPTIMUM = Pattern.compile("model(_\\w+)?");

  /** Those of models with 20 000 classes have about 1 MB. */
  private static final long MOST_BYTES = 16L << 20;

  private static final JsonMapper JSON = new JsonMapper();

  private HuggingFaceFiles() {}

  /**
   * Their settings; nothing set where there are no such files.
   *
   * @throws ModelException naming the file, if it cannot be read or is wrong
   */
  static ModelSettings of(OnnxFile model) {
    if (!OPTIMUM.matcher(model.name()).matches()) {
      return ModelSettings.NONE;
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    file(model, NAMES.get(0)).ifPresent(config -> names(read(config), settings));
    file(model, NAMES.get(1)).ifPresent(config -> preparation(read(config), settings));
    return ModelSettings.of(settings);
  }

  private static Optional<Path> file(OnnxFile model, String name) {
    Path folder = model.path().toAbsolutePath().getParent();
    if (folder == null) {
      return Optional.empty();
    }
    Path beside = folder.resolve(name);
    boolean isExports = folder.endsWith(EXPORTS) && !Files.exists(beside);
    return Optional.of(isExports ? folder.resolveSibling(name) : beside)
        .filter(Files::isRegularFile);
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelException("%s is too large to describe a model.".formatted(file));
      }
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "%s, which is read with the model beside it, is not JSON: %s. Mend it or move it away."
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
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
    settings.put("mean", isNormalised ? times(config.path("image_mean"), range) : 0);
    settings.put("scale", isNormalised ? times(config.path("image_std"), range) : range);
    boolean isCropped = config.path("do_center_crop").asBoolean(false);
    JsonNode size = config.path(isCropped ? "crop_size" : "size");
    if (size.path("height").isInt() && size.path("width").isInt()) {
      settings.put("img_size", List.of(size.path("height").asInt(), size.path("width").asInt()));
      settings.put("fit", isCropped ? "crop-centre" : "stretch");
    }
  }

  private static List<Double> times(JsonNode numbers, double factor) {
    List<Double> products = new ArrayList<>();
    numbers.forEach(number -> products.add(number.asDouble() * factor));
    return products;
  }
}
