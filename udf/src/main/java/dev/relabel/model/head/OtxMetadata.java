package dev.relabel.model.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that OTX and Geti embed for Model API: {@code "model_info " + name}, values as text,
 * lists separated by spaces, {@code None} for unset. Source: model_api models/parameters.py,
 * training_extensions src/otx/core/types/export.py.
 */
final class OtxMetadata {
  static final String PREFIX = "model_info ";

  /** Stands at index 0 of instance segmentation, for no class. */
  static final String PLACEHOLDER = "otx_empty_lbl";

  private static final String ANOMALIES = "AnomalyDetection";
  private static final String KEYPOINTS = "keypoint_detection";

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> metadata;

  OtxMetadata(Map<String, String> metadata) {
    this.metadata = metadata;
  }

  /** Model settings by name. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    labels().ifPresent(labels -> settings.put("labels", labels));
    value("multilabel")
        .filter(OtxMetadata::isTrue)
        .ifPresent(yes -> settings.put("multi_label", true));
    value("hierarchical")
        .filter(OtxMetadata::isTrue)
        .flatMap(yes -> value("hierarchical_config"))
        .ifPresent(config -> hierarchy(config, settings));
    if (value("model_type").filter(type -> type.equalsIgnoreCase(KEYPOINTS)).isPresent()) {
      settings.remove("labels"); // they are the keypoints' names
      labels().ifPresent(names -> settings.put("keypoints", names));
    }
    for (String name : List.of("image_threshold", "pixel_threshold", "normalization_scale")) {
      value(name).ifPresent(number -> settings.put(name, number));
    }
    if (!"hierarchical".equals(settings.get("head"))) { // there it is for some of the classes only
      value("confidence_threshold").ifPresent(value -> settings.put("confidence", value));
    }
    value("iou_threshold").ifPresent(value -> settings.put("iou", value));
    value("nms_max_predictions").ifPresent(value -> settings.put("max_detections", value));
    settings.put("pad", value("pad_value").orElse("0"));
    value("nms_execute")
        .filter(OtxMetadata::isTrue)
        .ifPresent(
            yes ->
                settings.put(
                    "nms",
                    value("agnostic_nms").filter(OtxMetadata::isTrue).isPresent()
                        ? "agnostic"
                        : "class"));
    value("resize_type").flatMap(OtxMetadata::fit).ifPresent(fit -> settings.put("fit", fit));
    if (value("model_type").filter(type -> type.equalsIgnoreCase(ANOMALIES)).isPresent()) {
      settings.put("mean", 0); // Model API divides by 255 whatever the file says
      settings.put("scale", 255);
    } else {
      normalisation(settings);
    }
    settings.put("colours", isBgr() ? "bgr" : "rgb");
    tiles(settings);
    return settings;
  }

  /** Groups in the order of the logits, the ones with several classes first. */
  private static void hierarchy(String json, Map<String, Object> settings) {
    try {
      JsonNode config = JSON.readTree(json);
      List<String> names = new ArrayList<>();
      List<List<String>> groups = new ArrayList<>();
      for (JsonNode group : config.path("cls_heads_info").path("all_groups")) {
        List<String> members = new ArrayList<>();
        group.forEach(name -> members.add(name.asText()));
        names.addAll(members);
        if (members.size() > 1) {
          groups.add(members);
        }
      }
      Map<String, String> parents = new LinkedHashMap<>();
      for (JsonNode edge : config.path("label_tree_edges")) {
        parents.put(edge.path(0).asText(), edge.path(1).asText());
      }
      if (!names.isEmpty()) {
        settings.put("labels", names);
        settings.put("head", "hierarchical");
      }
      if (!groups.isEmpty()) {
        settings.put("groups", groups);
      }
      if (!parents.isEmpty()) {
        settings.put("parents", parents);
      }
    } catch (JsonProcessingException notJson) {
      settings.put("head", "hierarchical"); // then labels and groups have to be given
    }
  }

  /** A model that was trained on tiles wants to be shown tiles. */
  private void tiles(Map<String, Object> settings) {
    value("tile_size")
        .filter(OtxMetadata::isTileSide)
        .ifPresent(
            size -> {
              settings.put("tile_size", size);
              settings.put("tile_merge", "nms");
              value("tiles_overlap").ifPresent(share -> settings.put("tile_overlap", share));
              settings.put(
                  "tile_full_image",
                  value("tile_with_full_img").filter(OtxMetadata::isTrue).isPresent());
              value("max_pred_number").ifPresent(most -> settings.put("max_detections", most));
            });
  }

  private void normalisation(Map<String, Object> settings) {
    List<Double> mean = numbers("mean_values");
    List<Double> scale = numbers("scale_values");
    boolean identity =
        mean.stream().allMatch(value -> value == 0) && scale.stream().allMatch(value -> value == 1);
    boolean ofUnitRange =
        !identity
            && mean.stream().allMatch(value -> value <= 1)
            && scale.stream().allMatch(value -> value <= 1);
    double factor = ofUnitRange ? 255 : 1;
    settings.put("mean", mean.isEmpty() ? 0 : mean.stream().map(value -> value * factor).toList());
    settings.put(
        "scale", scale.isEmpty() ? factor : scale.stream().map(value -> value * factor).toList());
  }

  /**
   * OTX 2 feeds RGB and reverses that for models that want BGR; OTX 1 feeds BGR and reverses that
   * for RGB. ImageNet's means, which fall from red to blue, show the order whoever wrote them.
   */
  private boolean isBgr() {
    List<Double> mean = numbers("mean_values");
    if (mean.size() == 3 && !mean.get(0).equals(mean.get(2))) {
      return mean.get(0) < mean.get(2);
    }
    boolean reversed = value("reverse_input_channels").filter(OtxMetadata::isTrue).isPresent();
    boolean feedsBgr = value("otx_version").filter(version -> version.startsWith("1.")).isPresent();
    return reversed != feedsBgr;
  }

  /**
   * The IDs of the labels, one for each name and in their order; empty where there are not as many,
   * and of a hierarchy, whose names have another order. OTX 2.0 wrote the names once more.
   */
  List<String> labelIds() {
    boolean isOrdered = value("hierarchical").filter(OtxMetadata::isTrue).isEmpty();
    List<String> ids = value("label_ids").map(OtxMetadata::words).orElse(List.of());
    return isOrdered && labels().filter(names -> names.size() == ids.size()).isPresent()
        ? ids
        : List.of();
  }

  /** {@code label_info} keeps the spaces that {@code labels} loses. */
  private Optional<List<String>> labels() {
    Optional<List<String>> listed = value("labels").map(OtxMetadata::words);
    boolean hasPlaceholder = listed.filter(names -> names.get(0).equals(PLACEHOLDER)).isPresent();
    return value("label_info")
        .flatMap(OtxMetadata::labelNames)
        .map(names -> hasPlaceholder ? withPlaceholder(names) : names)
        .filter(names -> listed.isEmpty() || listed.get().size() == names.size())
        .or(() -> listed);
  }

  private static List<String> words(String text) {
    return List.of(SPACES.split(text));
  }

  private static List<String> withPlaceholder(List<String> names) {
    if (names.get(0).equals(PLACEHOLDER)) {
      return names;
    }
    List<String> all = new ArrayList<>(List.of(PLACEHOLDER));
    all.addAll(names);
    return all;
  }

  private static Optional<List<String>> labelNames(String json) {
    try {
      List<String> names = new ArrayList<>();
      for (JsonNode name : JSON.readTree(json).path("label_names")) {
        names.add(name.asText());
      }
      return names.isEmpty() ? Optional.empty() : Optional.of(names);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<String> fit(String resizeType) {
    return switch (resizeType) {
      case "standard" -> Optional.of("stretch");
      case "fit_to_window" -> Optional.of("letterbox-top-left");
      case "fit_to_window_letterbox" -> Optional.of("letterbox-centred");
      case "crop" -> Optional.of("crop-centre");
      default -> Optional.empty();
    };
  }

  private List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    try {
      for (String number : value(name).map(SPACES::split).orElse(new String[0])) {
        numbers.add(Double.valueOf(number));
      }
    } catch (NumberFormatException notNumbers) {
      return List.of();
    }
    return numbers;
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(metadata.get(PREFIX + name))
        .map(String::strip)
        .filter(value -> !value.isEmpty() && !value.equals("None"));
  }

  private static boolean isTileSide(String value) {
    try {
      ModelSettings.of(Map.of("tile_size", value));
      return true;
    } catch (ModelException unusable) {
      return false;
    }
  }

  private static boolean isTrue(String value) {
    return value.equalsIgnoreCase("true") || value.equals("1");
  }
}
