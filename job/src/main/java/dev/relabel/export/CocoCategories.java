package dev.relabel.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.relabel.annotation.Keypoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The categories of a COCO file: the model's classes in their order, counted from 1, then classes
 * met beside them. Confined to one thread.
 */
final class CocoCategories {
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final Map<String, List<String>> nodes = new LinkedHashMap<>();

  CocoCategories(List<String> classes) {
    classes.forEach(this::id);
  }

  /** The ID of a class; a new one for a class not seen before. */
  int id(String className) {
    return ids.computeIfAbsent(className, name -> ids.size() + 1);
  }

  /**
   * Names and order of the keypoints of a class: those of the first label that has any.
   *
   * @throws IllegalArgumentException if the label has a node that the first one lacked, because
   *     COCO has one list of them for all labels of a class
   */
  List<String> nodes(String className, Keypoints keypoints) {
    List<String> known =
        nodes.computeIfAbsent(
            className, name -> keypoints.nodes().stream().map(Keypoints.Node::name).toList());
    for (Keypoints.Node node : keypoints.nodes()) {
      if (!known.contains(node.name())) {
        throw new IllegalArgumentException(
            ("Class %s has the keypoint %s on one image, but its first label had only %s. COCO keeps"
                    + " one list for all: let the model give every node, invisible ones too.")
                .formatted(className, node.name(), known));
      }
    }
    return known;
  }

  /** Writes the array of categories. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, Integer> category : new ArrayList<>(ids.entrySet())) {
      json.writeStartObject();
      json.writeNumberField("id", category.getValue());
      json.writeStringField("name", category.getKey());
      json.writeStringField("supercategory", "");
      List<String> names = nodes.get(category.getKey());
      if (names != null) {
        json.writeArrayFieldStart("keypoints");
        for (String name : names) {
          json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("skeleton");
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
