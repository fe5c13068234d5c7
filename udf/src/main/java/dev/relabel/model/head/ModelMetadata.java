package dev.relabel.model.head;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model file's metadata says, in the two dialects that exporters write: Ultralytics
 * (ultralytics/engine/exporter.py) and OTX, Geti and Model API ({@code model_info …}; Model API's
 * parameters). A value that cannot be read counts as not there.
 *
 * @param settings what it sets
 * @param task Ultralytics' task, such as {@code detect} or {@code segment}; empty when not stated
 * @param endToEnd whether it says that suppression is done inside
 * @param otx whether it is in OTX's dialect
 * @param modelType OTX's type of the model, such as {@code AnomalyDetection}; empty when not stated
 * @param labelIds OTX's IDs of its labels, in the order of their names; empty when not stated
 * @param licence its licence; empty when not stated
 */
public record ModelMetadata(
    ModelSettings settings,
    String task,
    boolean endToEnd,
    boolean otx,
    String modelType,
    List<String> labelIds,
    String licence) {
  /** What OTX writes at index 0 of instance segmentation, which stands for no class. */
  public static final String PLACEHOLDER = OtxMetadata.PLACEHOLDER;

  public ModelMetadata {
    labelIds = List.copyOf(labelIds);
  }

  /** Reads both dialects. */
  public static ModelMetadata of(Map<String, String> metadata) {
    boolean otx = metadata.keySet().stream().anyMatch(key -> key.startsWith(OtxMetadata.PREFIX));
    Map<String, Object> settings =
        otx ? new OtxMetadata(metadata).settings() : ultralytics(metadata);
    return new ModelMetadata(
        usable(settings),
        metadata.getOrDefault("task", ""),
        metadata.getOrDefault("end2end", "").equals("True"),
        otx,
        metadata.getOrDefault(OtxMetadata.PREFIX + "model_type", "").strip(),
        otx ? new OtxMetadata(metadata).labelIds() : List.of(),
        metadata.getOrDefault("license", ""));
  }

  private static Map<String, Object> ultralytics(Map<String, String> metadata) {
    Map<String, Object> settings = new LinkedHashMap<>();
    literal(metadata, "names")
        .filter(value -> value instanceof Map || value instanceof List)
        .ifPresent(names -> settings.put("labels", withIntegerKeys(names)));
    literal(metadata, "kpt_shape")
        .filter(shape -> shape instanceof List<?> list && list.size() == 2)
        .ifPresent(
            shape -> {
              settings.put("keypoints", ((List<?>) shape).get(0));
              settings.put("keypoint_values", ((List<?>) shape).get(1));
            });
    // By class; Relabel knows one set of names for all of them, as most models have.
    literal(metadata, "kpt_names")
        .map(names -> names instanceof Map<?, ?> map ? map.values().iterator().next() : names)
        .filter(List.class::isInstance)
        .ifPresent(names -> settings.put("keypoints", names));
    literal(metadata, "imgsz").ifPresent(size -> settings.put("img_size", size));
    return settings;
  }

  private static Optional<Object> literal(Map<String, String> metadata, String key) {
    return Optional.ofNullable(metadata.get(key)).flatMap(PythonLiteral::parse);
  }

  private static Object withIntegerKeys(Object names) {
    if (!(names instanceof Map<?, ?> map)) {
      return names;
    }
    Map<String, Object> byIndex = new LinkedHashMap<>();
    map.forEach(
        (key, name) ->
            byIndex.put(
                key instanceof Double number
                    ? Integer.toString(number.intValue())
                    : String.valueOf(key),
                name));
    return byIndex;
  }

  private static ModelSettings usable(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(setting -> usable(setting.getKey(), setting.getValue()))
        .reduce(ModelSettings.NONE, ModelSettings::orElse);
  }

  private static ModelSettings usable(String key, Object value) {
    try {
      return ModelSettings.of(Map.of(key, value));
    } catch (ModelException unreadable) {
      // A foreign program wrote it; the defaults of the family serve instead.
      return ModelSettings.NONE;
    }
  }
}
