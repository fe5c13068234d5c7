package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.IdLog.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes and tags of a project: {@code meta.json} (fact sheet, 3.5) with stable IDs.
 * Immutable.
 */
public final class ProjectMeta {
  private static final String DEFAULT_COLOR = "#0F8A50";

  private final ObjectNode json;
  private final Map<String, LabelClass> classesByTitle = new HashMap<>();
  private final Map<Long, LabelClass> classesById = new HashMap<>();
  private final Map<String, TagType> tagsByName = new HashMap<>();
  private final Map<Long, TagType> tagsById = new HashMap<>();

  /**
   * @param json the content of the file; its classes and tags get their IDs from the log
   * @throws IllegalArgumentException if it is no meta
   */
  ProjectMeta(ObjectNode json, long projectId, IdLog ids) {
    this.json = json.deepCopy();
    for (ObjectNode each : objects(this.json, "classes")) {
      LabelClass known = labelClass(each, projectId, ids);
      classesByTitle.put(known.title(), known);
      classesById.put(known.id(), known);
    }
    for (ObjectNode each : objects(this.json, "tags")) {
      String name = each.path("name").asText();
      TagType tag = new TagType(ids.idOf(Kind.TAG, projectId, name), name);
      each.put("id", tag.id());
      tagsByName.put(name, tag);
      tagsById.put(tag.id(), tag);
    }
  }

  private static List<ObjectNode> objects(ObjectNode json, String key) {
    if (!json.has(key)) {
      json.putArray(key);
    }
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode each : json.get(key)) {
      if (each instanceof ObjectNode object) {
        objects.add(object);
      } else {
        throw new IllegalArgumentException(
            "\"%s\" has to be a list of objects, not %s".formatted(key, json.get(key)));
      }
    }
    return objects;
  }

  private static LabelClass labelClass(ObjectNode json, long projectId, IdLog ids) {
    String title = json.path("title").asText();
    long id = ids.idOf(Kind.CLASS, projectId, title);
    json.put("id", id);
    return new LabelClass(id, title, json.path("shape").asText());
  }

  /**
   * A class of labels.
   *
   * @param id its ID
   * @param title its name, unique in the project
   * @param shape the type of geometry that its labels have, or {@code any}
   */
  public record LabelClass(long id, String title, String shape) {
    /** Whether a label of this geometry type may have this class. */
    public boolean accepts(String geometryType) {
      return shape.equals(geometryType) || shape.equals("any");
    }
  }

  /**
   * A kind of tag.
   *
   * @param id its ID
   * @param name its name, unique in the project
   */
  public record TagType(long id, String name) {}

  /** A copy of the whole meta with IDs. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** What the project holds, as the format names it, such as {@code images}. */
  public String projectType() {
    String type = json.path("projectType").asText();
    return type.isEmpty() ? "images" : type;
  }

  /** The class of that name. */
  public Optional<LabelClass> labelClass(String title) {
    return Optional.ofNullable(classesByTitle.get(title));
  }

  /** The class of that ID. */
  public Optional<LabelClass> labelClass(long id) {
    return Optional.ofNullable(classesById.get(id));
  }

  /** The tag of that name. */
  public Optional<TagType> tag(String name) {
    return Optional.ofNullable(tagsByName.get(name));
  }

  /** The tag of that ID. */
  public Optional<TagType> tag(long id) {
    return Optional.ofNullable(tagsById.get(id));
  }

  /**
   * This meta with the classes and tags of another added, or changed where the name is the same.
   * Nothing is ever removed, and what the project holds stays the same.
   *
   * @throws IllegalArgumentException if a class or tag has no name or shape, or a class would
   *     change its shape to anything but {@code any}
   */
  ObjectNode mergedWith(ObjectNode update) {
    ObjectNode merged = json.deepCopy();
    merge(merged.withArray("classes"), update.path("classes"), "title", "shape");
    merge(merged.withArray("tags"), update.path("tags"), "name", "value_type");
    if (update.hasNonNull("projectSettings")) {
      merged.set("projectSettings", update.get("projectSettings").deepCopy());
    }
    if (update.hasNonNull("projectType") && !merged.hasNonNull("projectType")) {
      merged.set("projectType", update.get("projectType").deepCopy());
    }
    return merged;
  }

  private static void merge(ArrayNode into, JsonNode from, String nameKey, String typeKey) {
    Map<String, ObjectNode> byName = new HashMap<>();
    into.forEach(each -> byName.put(each.path(nameKey).asText(), (ObjectNode) each));
    for (JsonNode each : from) {
      String name = each.path(nameKey).asText();
      String type = each.path(typeKey).asText();
      if (!(each instanceof ObjectNode added) || name.isBlank() || type.isEmpty()) {
        throw new IllegalArgumentException(
            "A class or tag needs \"%s\" and \"%s\"; got %s".formatted(nameKey, typeKey, each));
      }
      ObjectNode existing = byName.get(name);
      if (existing == null) {
        ObjectNode copy = added.deepCopy();
        if (!copy.hasNonNull("color")) {
          copy.put("color", DEFAULT_COLOR);
        }
        into.add(copy);
        byName.put(name, copy);
      } else {
        String old = existing.path(typeKey).asText();
        if (!old.equals(type) && !type.equals("any")) {
          throw new IllegalArgumentException(
              "\"%s\" has %s %s in the project and cannot become %s"
                  .formatted(name, typeKey, old, type));
        }
        existing.setAll(added.deepCopy());
      }
    }
  }
}
