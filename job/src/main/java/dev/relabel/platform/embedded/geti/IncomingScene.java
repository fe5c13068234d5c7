package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * Annotations that a client sent, as they are stored: with IDs, with the labels above theirs, on
 * the server's grid, and with who put each label there (fact sheet of Geti, 8).
 */
record IncomingScene(SceneRules rules, StoredShape shapes) {
  /**
   * The annotations to be stored.
   *
   * @param sent annotations that passed the rules
   * @param before those that they replace
   */
  ArrayNode of(ArrayNode sent, JsonNode before, String now) {
    Map<String, JsonNode> sources = sources(before);
    ArrayNode stored = Json.array();
    for (JsonNode each : sent) {
      ObjectNode annotation = stored.addObject();
      annotation.put("id", each.path("id").asText(GetiId.random()));
      annotation.put("modified", now);
      annotation.putArray("labels_to_revisit");
      annotation.set("shape", shapes.of(each.path("shape")));
      ArrayNode labels = annotation.putArray("labels");
      for (GetiLabel label : rules.labels(each)) {
        labels.add(label(each, label, sources));
      }
    }
    return stored;
  }

  private static Map<String, JsonNode> sources(JsonNode before) {
    Map<String, JsonNode> sources = new HashMap<>();
    for (JsonNode annotation : before) {
      for (JsonNode label : annotation.path("labels")) {
        sources.put(key(annotation, label.path("id").asText()), label.path("source"));
      }
    }
    return sources;
  }

  private static String key(JsonNode annotation, String label) {
    return annotation.path("id").asText() + " " + label;
  }

  private static ObjectNode label(
      JsonNode annotation, GetiLabel label, Map<String, JsonNode> sources) {
    ObjectNode json = Json.object().put("id", label.id());
    JsonNode sent = Json.object();
    for (JsonNode each : annotation.path("labels")) {
      sent = each.path("id").asText().equals(label.id()) ? each : sent;
    }
    json.put("probability", sent.path("probability").asDouble(1));
    JsonNode known = sources.get(key(annotation, label.id()));
    json.set("source", known != null ? known.deepCopy() : source(sent.path("source")));
    return json;
  }

  private static ObjectNode source(JsonNode sent) {
    ObjectNode source = Json.object().put("user_id", GetiId.USER);
    for (String key : new String[] {"model_id", "model_storage_id"}) {
      JsonNode value = sent.path(key);
      // A null that is sent is taken for a text.
      String stored = value.isNull() ? "none" : value.asText("");
      source.put(key, stored.isEmpty() ? null : stored);
    }
    return source;
  }
}
