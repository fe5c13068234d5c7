package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Labels of whole images as tags of the local project. */
final class ImageTags {
  private ImageTags() {}

  /**
   * Replaces those tags that are labels of the project; a tag that is there keeps what else it
   * says. A label above another one becomes a tag only if it was one.
   *
   * @param annotations those of an image, of which there is one at most
   */
  static void put(GetiProject project, ArrayNode tags, JsonNode annotations) {
    ArrayNode others = Json.array();
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode each : tags) {
      if (project.labelNamed(each.path("name").asText()).isPresent()) {
        before.put(each.path("name").asText(), each);
      } else {
        others.add(each);
      }
    }
    for (JsonNode label : annotations.path(0).path("labels")) {
      Optional<GetiLabel> known = project.label(label.path("id").asText());
      if (known.isEmpty() || known.get().isEmpty()) {
        continue;
      }
      String name = known.get().name();
      boolean isImplied = project.isAboveAnother(known.get(), annotations.path(0).path("labels"));
      if (!isImplied || before.containsKey(name)) {
        ObjectNode tag = Json.object().put("name", name);
        double probability = label.path("probability").asDouble(1);
        boolean isAsBefore = false;
        if (before.get(name) instanceof ObjectNode old) {
          tag.setAll(old);
          isAsBefore = LocalLabels.probability(old) == probability; // of a value that is no score
        }
        if (takesNumber(project, name) && !isAsBefore) {
          tag.put("value", probability);
        }
        others.add(tag);
      }
    }
    tags.removeAll().addAll(others);
  }

  private static boolean takesNumber(GetiProject project, String tag) {
    for (JsonNode each : project.local().meta().json().path("tags")) {
      if (each.path("name").asText().equals(tag)) {
        return each.path("value_type").asText().equals("any_number");
      }
    }
    return false;
  }
}
