package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.Schema;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A project's meta: its classes and kinds of tags, over the JSON that it was read from, so that
 * what we do not know about is still there when it is written back. Immutable.
 */
public final class MetaJson {
  /** Distance of the nodes in a template of keypoints, in pixels of its drawing. */
  private static final int TEMPLATE_STEP = 50;

  private final ObjectNode json;
  private final Schema schema;
  private final Map<String, Long> classIds = new LinkedHashMap<>();
  private final Map<String, TagMeta> tags = new LinkedHashMap<>();

  private MetaJson(ObjectNode json) {
    this.json = json;
    Map<String, LabelClass> classes = new LinkedHashMap<>();
    for (JsonNode each : Json.array(json, "classes")) {
      String title = name(each, "title");
      classes.putIfAbsent(
          title, new LabelClass(title, ShapeName.shape(Json.text(each, "shape", ""))));
      id(each).ifPresent(id -> classIds.putIfAbsent(title, id));
    }
    schema = new Schema(List.copyOf(classes.values()));
    for (JsonNode each : Json.array(json, "tags")) {
      String name = name(each, "name");
      tags.putIfAbsent(
          name,
          new TagMeta(
              id(each),
              name,
              Json.text(each, "value_type", "none"),
              Json.text(each, "applicable_type", "all")));
    }
  }

  /**
   * The meta that this JSON describes.
   *
   * @throws UnreadableJsonException if classes or tags are missing or lack a name
   */
  public static MetaJson read(JsonNode json) {
    return new MetaJson(Json.asObject(json, "meta").deepCopy());
  }

  /** A meta without classes and tags, for projects of images. */
  public static MetaJson empty() {
    ObjectNode json = Json.object();
    json.putArray("classes");
    json.putArray("tags");
    return new MetaJson(json.put("projectType", "images"));
  }

  /** A copy of the whole JSON. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** The classes in the project's order. */
  public Schema schema() {
    return schema;
  }

  /** The platform's ID of a class, if the class is there and has one. */
  public OptionalLong classId(String name) {
    Long id = classIds.get(name);
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  /** The kinds of tags in the project's order. */
  public List<TagMeta> tags() {
    return new ArrayList<>(tags.values());
  }

  /** The kind of tag of that name, if the project has it. */
  public Optional<TagMeta> tag(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /**
   * This meta with one more class. Its colour follows from its name.
   *
   * @throws IllegalArgumentException if the name is taken or Supervisely has no such shape
   */
  public MetaJson withClass(LabelClass added) {
    if (schema.find(added.name()).isPresent()) {
      throw new IllegalArgumentException("The project has a class " + added.name());
    }
    ObjectNode json = json();
    ObjectNode template =
        ((ArrayNode) json.get("classes"))
            .addObject()
            .put("title", added.name())
            .put("shape", ShapeName.of(added.shape()))
            .put("color", colour(added.name()))
            .put("hotkey", "")
            .put("description", "")
            .putObject("geometry_config");
    if (!added.keypoints().isEmpty()) {
      nodes(added.keypoints(), template);
    }
    return new MetaJson(json);
  }

  /** A template says which nodes there are; where they are drawn in it is anybody's choice. */
  private static void nodes(List<String> names, ObjectNode template) {
    int columns = (int) Math.ceil(Math.sqrt(names.size()));
    ObjectNode nodes = template.putObject("nodes");
    for (int i = 0; i < names.size(); i++) {
      int row = i / columns;
      int column = i % columns;
      nodes
          .putObject(names.get(i))
          .put("label", names.get(i))
          .put("color", colour(names.get(i)))
          .putArray("loc")
          .add(TEMPLATE_STEP * (column + 1))
          .add(TEMPLATE_STEP * (row + 1));
    }
    template.putArray("edges");
  }

  /**
   * This meta with one more kind of tag, for labels and images.
   *
   * @param valueType see {@link TagMeta}; not {@code oneof_string}, which would need its values
   * @throws IllegalArgumentException if the name is taken
   */
  public MetaJson withTag(String name, String valueType) {
    if (tags.containsKey(name)) {
      throw new IllegalArgumentException("The project has a tag " + name);
    }
    ObjectNode json = json();
    ((ArrayNode) json.get("tags"))
        .addObject()
        .put("name", name)
        .put("value_type", valueType)
        .put("color", colour(name))
        .put("hotkey", "")
        .put("applicable_type", "all")
        .put("target_type", "all")
        .putArray("classes");
    return new MetaJson(json);
  }

  private static String name(JsonNode node, String key) {
    String name = Json.text(node, key);
    if (name.isBlank()) {
      throw new UnreadableJsonException("A class or tag of the project has an empty name");
    }
    return name;
  }

  private static OptionalLong id(JsonNode node) {
    long id = Json.integer(node, "id", -1);
    return id < 0 ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private static String colour(String name) {
    // Strings' hashes are specified, so that a class has the same colour in every project; the
    // golden ratio spreads neighbouring hashes over the hues.
    float hue = (float) (name.hashCode() * 0.6180339887498949 % 1);
    int rgb = Color.HSBtoRGB(hue, 0.75f, 0.9f) & 0xffffff;
    return String.format(Locale.ROOT, "#%06X", rgb);
  }
}
