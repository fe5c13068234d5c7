package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Tag;

/** Tags of labels and images ↔ {@code {"name": …, "value": …}}, without a value if it has none. */
public final class TagJson {
  /** The name of the object tag (type {@code any_number}) that holds a label's score. */
  public static final String CONFIDENCE = "confidence";

  private TagJson() {}

  /** A tag as annotations carry it. */
  public static ObjectNode write(Tag tag) {
    ObjectNode node = Json.object().put("name", tag.name());
    Object value = tag.value();
    if (value instanceof Double number) {
      node.put("value", number);
    } else if (value != null) {
      node.put("value", value.toString());
    }
    return node;
  }

  /** A tag from an annotation; a value that is neither number nor string becomes its JSON text. */
  public static Tag read(JsonNode node) {
    String name = Json.text(node, "name");
    if (name.isBlank()) {
      throw new UnreadableJsonException("A tag has an empty name");
    }
    JsonNode value = node.path("value");
    if (value.isMissingNode() || value.isNull()) {
      return Tag.of(name);
    }
    if (value.isNumber()) {
      return new Tag(name, value.doubleValue());
    }
    return new Tag(name, value.isTextual() ? value.textValue() : value.toString());
  }
}
