package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.ProjectMeta;
import dev.relabel.platform.local.ProjectMeta.LabelClass;
import dev.relabel.platform.local.ProjectMeta.TagType;
import java.util.Set;

/**
 * Turns a label that a client sent into the one that goes into the file, or refuses it: its class
 * and tags have to be in the project, its geometry has to fit the class and the image.
 *
 * @param meta the project's classes and tags
 * @param checkBounds whether geometry outside of the image is refused
 * @param now time of the change, as the platform writes it
 */
record IncomingLabel(ProjectMeta meta, boolean checkBounds, String now) {
  /** May reach over the edge: clients do not clip rotated boxes, and cuboids are seen partly. */
  private static final Set<String> UNBOUNDED = Set.of("oriented_bbox", "cuboid", "cuboid_2d");

  /**
   * The label in file form.
   *
   * @param sent the label, with its geometry's keys beside the others or inside {@code geometry}
   * @param image the size of its image
   * @throws ApiException if it is refused
   */
  ObjectNode toFile(JsonNode sent, ImageSize image) {
    if (!(sent instanceof ObjectNode given)) {
      throw ApiException.badRequest("A label has to be an object, not " + sent);
    }
    ObjectNode label = given.deepCopy();
    label.remove("entityId");
    if (label.remove("geometry") instanceof ObjectNode geometry) {
      label.setAll(geometry);
    }
    LabelClass labelClass = labelClass(label);
    label.put("classId", labelClass.id()).put("classTitle", labelClass.title());
    String type = type(label, labelClass);
    label.put("geometryType", type).put("shape", type);
    putDefaults(label);
    label.set("tags", tags(label.path("tags")));
    try {
      requireOn(image, labelClass, type, label);
      return FileCoordinates.toFile(label);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Refuses a geometry that is not on its image, if that is to be checked.
   *
   * @param geometry in wire coordinates
   * @throws IllegalArgumentException if it is malformed
   */
  void requireOn(ImageSize image, LabelClass labelClass, String type, ObjectNode geometry) {
    Extent extent = Extent.of(type, geometry);
    if (checkBounds && !UNBOUNDED.contains(type) && !extent.isOn(image)) {
      throw ApiException.badRequest(
          "A label of class \"%s\" lies outside of its image of %s × %s pixels: %s"
              .formatted(labelClass.title(), image.width(), image.height(), extent));
    }
  }

  /** The class that a label or object names. */
  LabelClass labelClass(JsonNode label) {
    JsonNode id = label.path("classId");
    String title = label.path("classTitle").asText();
    // By name first: IDs in annotations that come from elsewhere may mean something else here.
    return meta.labelClass(title)
        .or(() -> meta.labelClass(id.asLong(-1)))
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "The project has no class \"%s\" (ID %s)".formatted(title, id.asText("none"))));
  }

  /** The geometry type of a label, which its class has to allow. */
  static String type(ObjectNode label, LabelClass labelClass) {
    String shape = label.path("shape").asText(labelClass.shape());
    String type = label.path("geometryType").asText(shape);
    if (!labelClass.accepts(type) || type.equals("any")) {
      throw ApiException.badRequest(
          "Class \"%s\" holds %s, not %s".formatted(labelClass.title(), labelClass.shape(), type));
    }
    return type;
  }

  /** Fills in who made a label and when, and what else readers expect. */
  void putDefaults(ObjectNode label) {
    putIfMissing(label, "description", JsonNodeFactory.instance.textNode(""));
    putIfMissing(label, "nnCreated", JsonNodeFactory.instance.booleanNode(false));
    putIfMissing(label, "nnUpdated", JsonNodeFactory.instance.booleanNode(false));
    putIfMissing(label, "labelerLogin", JsonNodeFactory.instance.textNode(AccountMethods.LOGIN));
    putIfMissing(label, "createdAt", JsonNodeFactory.instance.textNode(now));
    putIfMissing(label, "updatedAt", JsonNodeFactory.instance.textNode(now));
  }

  private static void putIfMissing(ObjectNode label, String key, JsonNode value) {
    if (!label.hasNonNull(key)) {
      label.set(key, value);
    }
  }

  /** Tags in file form, by name; clients send the name or the ID. */
  ArrayNode tags(JsonNode sent) {
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : sent) {
      tags.add(tag(each));
    }
    return tags;
  }

  private ObjectNode tag(JsonNode sent) {
    JsonNode id = sent.path("tagId");
    String name = sent.path("name").asText();
    TagType type =
        meta.tag(name)
            .or(() -> meta.tag(id.asLong(-1)))
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "The project has no tag \"%s\" (ID %s)"
                            .formatted(name, id.asText("none"))));
    ObjectNode tag = ((ObjectNode) sent).deepCopy();
    tag.remove(Set.of("tagId", "figureId", "entityId"));
    tag.put("name", type.name());
    putIfMissing(tag, "labelerLogin", JsonNodeFactory.instance.textNode(AccountMethods.LOGIN));
    putIfMissing(tag, "createdAt", JsonNodeFactory.instance.textNode(now));
    putIfMissing(tag, "updatedAt", JsonNodeFactory.instance.textNode(now));
    return tag;
  }
}
