package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which object each figure of a video belongs to, so that it still does when the objects get other
 * IDs. Files name it by {@code objectKey}, by {@code objectId}, or both (fact sheet, 3.6).
 */
final class ObjectLinks {
  private final Map<String, ObjectNode> byKey = new HashMap<>();
  private final Map<Long, ObjectNode> byId = new HashMap<>();
  private final List<Link> links = new ArrayList<>();

  private ObjectLinks() {}

  private record Link(ObjectNode figure, ObjectNode object) {}

  /**
   * Finds the objects of all figures; there are none in the annotation of an image.
   *
   * @throws LocalProjectException if a figure has none
   */
  static ObjectLinks of(ObjectNode annotation, Path file) {
    ObjectLinks links = new ObjectLinks();
    if (annotation.path("frames").isEmpty()) {
      return links;
    }
    annotation.path("objects").forEach(object -> links.addObject((ObjectNode) object));
    for (JsonNode frame : annotation.path("frames")) {
      for (JsonNode figure : frame.path("figures")) {
        ObjectNode object = links.objectOf(figure);
        if (object == null) {
          throw new LocalProjectException(
              "%s holds a figure of an object that it does not have: %s. Repair or remove the file."
                  .formatted(file, figure),
              null);
        }
        links.links.add(new Link((ObjectNode) figure, object));
      }
    }
    return links;
  }

  private void addObject(ObjectNode object) {
    if (object.hasNonNull("key")) {
      byKey.putIfAbsent(object.get("key").asText(), object);
    }
    if (object.hasNonNull("id")) {
      byId.putIfAbsent(object.get("id").asLong(), object);
    }
  }

  /** By key first: IDs in files that come from elsewhere may have been given twice. */
  private @Nullable ObjectNode objectOf(JsonNode figure) {
    ObjectNode object = byKey.get(figure.path("objectKey").asText());
    return object != null ? object : byId.get(figure.path("objectId").asLong(-1));
  }

  /** Writes the IDs that the objects have now into the figures. */
  void write() {
    links.forEach(each -> each.figure().put("objectId", each.object().path("id").asLong()));
  }
}
