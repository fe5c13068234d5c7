package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.local.LocalProject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One task of a project before its labels have IDs: what the format of the disk cannot say and is
 * kept in a project's notes if the project was made through this API.
 *
 * @param labels names, with the groups and parents that were asked for
 */
record TaskPlan(String title, TaskType type, List<TaskPlan.PlannedLabel> labels) {
  /** Key of the notes. */
  private static final String NOTE = "getiTasks";

  private static final String CONFIDENCE = "confidence";

  /**
   * A label.
   *
   * @param group empty for the usual one of its task
   * @param parent the name of the label above it; empty for none
   */
  record PlannedLabel(String name, String group, String parent) {}

  /** What a project was made for, or what its classes and tags look like. */
  static List<TaskPlan> of(LocalProject project, Optional<TaskType> wanted) throws IOException {
    JsonNode note = project.notes().path(NOTE);
    if (note.isArray()) {
      List<TaskPlan> plans = new ArrayList<>();
      note.forEach(each -> plans.add(read(each)));
      return plans;
    }
    ObjectNode meta = project.meta().json();
    TaskType type = wanted.orElseGet(() -> derived(meta));
    List<PlannedLabel> labels =
        names(meta, type).map(name -> new PlannedLabel(name, "", "")).toList();
    return List.of(new TaskPlan(title(type), type, labels));
  }

  private static TaskType derived(ObjectNode meta) {
    Set<String> shapes = new TreeSet<>();
    meta.path("classes").forEach(each -> shapes.add(each.path("shape").asText()));
    if (shapes.isEmpty()) {
      return imageTags(meta).findAny().isPresent() ? TaskType.CLASSIFICATION : TaskType.DETECTION;
    }
    if (shapes.equals(Set.of("rectangle"))) {
      return TaskType.DETECTION;
    }
    if (Set.of("rectangle", "oriented_bbox").containsAll(shapes)) {
      return TaskType.ROTATED_DETECTION;
    }
    return Set.of("point", "graph").containsAll(shapes)
        ? TaskType.KEYPOINT_DETECTION
        : TaskType.INSTANCE_SEGMENTATION;
  }

  private static Stream<String> names(ObjectNode meta, TaskType type) {
    if (type.isGlobal()) {
      return imageTags(meta);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode each : meta.path("classes")) {
      if (type == TaskType.KEYPOINT_DETECTION && each.path("shape").asText().equals("graph")) {
        each.at("/geometry_config/nodes").fieldNames().forEachRemaining(names::add);
      } else {
        names.add(each.path("title").asText());
      }
    }
    return names.stream();
  }

  /** Tags that say something about an image by being there, with a score or without. */
  private static Stream<String> imageTags(ObjectNode meta) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : meta.path("tags")) {
      String type = each.path("value_type").asText("none");
      boolean isValue = !type.equals("none") && !type.equals("any_number");
      boolean isOfObjects = each.path("applicable_type").asText().equals("objectsOnly");
      if (!isValue && !isOfObjects && !each.path("name").asText().equals(CONFIDENCE)) {
        names.add(each.path("name").asText());
      }
    }
    return names.stream();
  }

  private static String title(TaskType type) {
    String words = type.wireName().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /**
   * A task of a project that is to be made, or of one that was.
   *
   * @throws GetiException if its type is not known
   */
  static TaskPlan read(JsonNode task) {
    String type = task.path("task_type").asText();
    TaskType known =
        TaskType.named(type)
            .orElseThrow(
                () -> GetiException.badRequest("'%s' is not a valid task type".formatted(type)));
    List<PlannedLabel> labels = new ArrayList<>();
    for (JsonNode each : task.path("labels")) {
      labels.add(
          new PlannedLabel(
              each.path("name").asText(),
              each.path("group").asText(""),
              each.path("parent_id").asText("")));
    }
    return new TaskPlan(task.path("title").asText(title(known)), known, labels);
  }

  /** What is noted of a project's tasks. */
  static ObjectNode note(List<TaskPlan> plans) {
    ObjectNode note = Json.object();
    ArrayNode tasks = note.putArray(NOTE);
    for (TaskPlan each : plans) {
      ObjectNode task = tasks.addObject().put("title", each.title());
      task.put("task_type", each.type().wireName());
      ArrayNode list = task.putArray("labels");
      for (PlannedLabel label : each.labels()) {
        list.addObject()
            .put("name", label.name())
            .put("group", label.group())
            .put("parent_id", label.parent());
      }
    }
    return note;
  }

  /** The classes and tags that a project on disk needs for these tasks. */
  static ObjectNode meta(List<TaskPlan> plans) {
    ObjectNode meta = Json.object();
    ArrayNode classes = meta.putArray("classes");
    ArrayNode tags = meta.putArray("tags");
    for (TaskPlan each : plans) {
      for (PlannedLabel label : each.labels()) {
        if (each.type().isGlobal()) {
          tags.addObject().put("name", label.name()).put("value_type", "any_number");
        } else {
          classes.addObject().put("title", label.name()).put("shape", shape(each.type()));
        }
      }
    }
    return meta.put("projectType", "images");
  }

  private static String shape(TaskType type) {
    return switch (type) {
      case DETECTION -> "rectangle";
      case ROTATED_DETECTION -> "oriented_bbox";
      case KEYPOINT_DETECTION -> "point";
      default -> "any";
    };
  }
}
