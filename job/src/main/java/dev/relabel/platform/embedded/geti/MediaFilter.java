package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One rule of a {@code media:query}. Served are those about type, name, time of upload, size,
 * labels and state; others are refused.
 */
record MediaFilter(String field, String operator, JsonNode value) {
  private static final Set<String> NUMBERS = Set.of("media_width", "media_height", "media_size");

  /**
   * The rule that JSON spells.
   *
   * @throws GetiException if it is none, or none that is served
   */
  static MediaFilter of(JsonNode rule) {
    MediaFilter filter =
        new MediaFilter(
            rule.path("field").asText().toLowerCase(Locale.ROOT),
            rule.path("operator").asText().toLowerCase(Locale.ROOT),
            rule.path("value"));
    if (!filter.operators().contains(filter.operator()) || filter.value().isMissingNode()) {
      throw invalid("The rule %s is not valid or not served here.".formatted(rule));
    }
    return filter;
  }

  static GetiException invalid(String message) {
    return GetiException.of(400, "invalid_filter", message);
  }

  private Set<String> operators() {
    if (NUMBERS.contains(field)) {
      return Set.of("greater", "greater_or_equal", "less", "less_or_equal", "equal", "not_equal");
    }
    return switch (field) {
      case "media_type" -> Set.of("equal");
      case "media_name" -> Set.of("equal", "not_equal", "contains");
      case "media_upload_date" -> Set.of("greater", "less");
      case "label_id" -> Set.of("equal", "not_equal", "in", "not_in");
      case "annotation_scene_state" -> Set.of("equal", "in");
      default -> Set.of();
    };
  }

  /** Whether an image or video meets it. */
  boolean holds(MediaItem item) throws IOException {
    return switch (field) {
      case "media_type" -> value.asText().equals(item.isVideo() ? "video" : "image");
      case "media_name" -> holds(item.name());
      case "media_upload_date" -> compares(item.uploadTime().compareTo(value.asText()));
      case "media_width" -> compares(Double.compare(item.size().width(), value.asDouble()));
      case "media_height" -> compares(Double.compare(item.size().height(), value.asDouble()));
      case "media_size" -> compares(Long.compare(item.bytes(), value.asLong()));
      case "label_id" -> operator.startsWith("not") != item.labels().stream().anyMatch(this::names);
      default -> !item.isVideo() && names(item.state());
    };
  }

  private boolean holds(String name) {
    return switch (operator) {
      case "contains" ->
          name.toLowerCase(Locale.ROOT).contains(value.asText().toLowerCase(Locale.ROOT));
      case "not_equal" -> !name.equals(value.asText());
      default -> name.equals(value.asText());
    };
  }

  private boolean compares(int order) {
    return switch (operator) {
      case "greater" -> order > 0;
      case "greater_or_equal" -> order >= 0;
      case "less" -> order < 0;
      case "less_or_equal" -> order <= 0;
      case "not_equal" -> order != 0;
      default -> order == 0;
    };
  }

  /** Whether the value is this text, or a list with it. */
  private boolean names(String text) {
    JsonNode list = value.isArray() ? value : Json.array().add(value);
    for (JsonNode each : list) {
      if (each.asText().equalsIgnoreCase(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rules of a query's body.
   *
   * @throws GetiException if there are some and one is not valid, or if the list of them is empty
   */
  static List<MediaFilter> all(ObjectNode body) {
    if (body.isEmpty()) {
      return List.of();
    }
    if (body.path("rules").isEmpty()) {
      throw invalid("A filter needs at least one rule.");
    }
    List<MediaFilter> filters = new ArrayList<>();
    body.path("rules").forEach(each -> filters.add(of(each)));
    return filters;
  }
}
