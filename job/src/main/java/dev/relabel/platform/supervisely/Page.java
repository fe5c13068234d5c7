package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param entities what is on it, in the server's order
 * @param pagesCount how many pages there are; a huge number if the server does not say
 * @param after in token mode where the next page begins, null on the last; missing in page mode
 */
record Page<T>(List<T> entities, long pagesCount, JsonNode after) {
  Page {
    entities = List.copyOf(entities);
  }

  static <T> Page<T> read(JsonNode answer, Function<JsonNode, T> entity) {
    List<T> entities = new ArrayList<>();
    for (JsonNode each : Json.array(answer, "entities")) {
      entities.add(entity.apply(each));
    }
    return new Page<>(
        entities, Json.integer(answer, "pagesCount", Long.MAX_VALUE), answer.path("after"));
  }

  /** A simple filter, {@code field operator value}, as lists take it. */
  static JsonNode filter(String field, String operator, JsonNode value) {
    JsonNode filter =
        Json.object().put("field", field).put("operator", operator).set("value", value);
    return Json.array().add(filter);
  }
}
