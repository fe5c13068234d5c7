package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.TaskType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project: what its tasks find.
 *
 * @param name its name
 * @param tasks what its tasks are about, one or two of them, the first one first
 * @param labels the labels of all its tasks by ID, in the order of the project
 */
record ProjectLabels(String name, List<TaskType> tasks, Map<String, ProjectLabel> labels) {
  ProjectLabels {
    tasks = List.copyOf(tasks);
  }

  /**
   * A label of a project.
   *
   * @param id its ID
   * @param name its name
   * @param task what kind of task gives it its place: of what is told of found objects, the task
   *     that finds them
   * @param isOfFirst whether it is one of the project's first task
   * @param group of the labels of a group an object has one at most
   * @param parent the ID of the label that whatever has this one has, too; empty for none
   * @param isEmpty whether it says that there is nothing
   * @param isDeleted whether it was deleted since the model learnt it
   */
  record ProjectLabel(
      String id,
      String name,
      TaskType task,
      boolean isOfFirst,
      String group,
      String parent,
      boolean isEmpty,
      boolean isDeleted) {
    /** Whether there is nothing to be found under its name. */
    boolean isNothing() {
      return isEmpty || isDeleted;
    }

    /** Whether it is about the whole image. */
    boolean isOfImage() {
      return isEmpty || task.isGlobal();
    }
  }

  private record Task(String id, TaskType type, JsonNode labels) {}

  /**
   * Reads a project.
   *
   * @param only the ID of the one task that is meant; empty for all
   */
  static ProjectLabels read(JsonNode json, Optional<String> only) {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode each : Json.array(Json.object(json, "pipeline"), "tasks")) {
      String id = Json.text(each, "id");
      Optional<TaskType> type = TaskType.named(Json.text(each, "task_type", ""));
      if (type.isPresent() && only.orElse(id).equals(id)) {
        tasks.add(new Task(id, type.get(), each.path("labels")));
      }
    }
    Map<String, ProjectLabel> labels = new LinkedHashMap<>();
    for (Task task : tasks) {
      boolean isFirst = task.equals(tasks.get(0));
      // A classifier behind a detector tells of each object what it is.
      TaskType place = task.type().isGlobal() ? tasks.get(0).type() : task.type();
      for (JsonNode each : task.labels()) {
        ProjectLabel label = label(each, place, isFirst);
        labels.put(label.id(), label);
      }
    }
    return new ProjectLabels(
        Json.text(json, "name", ""), tasks.stream().map(Task::type).toList(), labels);
  }

  private static ProjectLabel label(JsonNode json, TaskType place, boolean isOfFirst) {
    return new ProjectLabel(
        Json.text(json, "id"),
        Json.text(json, "name"),
        place,
        isOfFirst,
        Json.text(json, "group", ""),
        Json.text(json, "parent_id", ""),
        json.path("is_empty").asBoolean(false),
        json.path("is_deleted").asBoolean(false));
  }

  /** The label of that name that can be given now. */
  Optional<ProjectLabel> named(String wanted) {
    return labels.values().stream()
        .filter(each -> !each.isDeleted() && each.name().equals(wanted))
        .findFirst();
  }

  /** The labels above a label, the nearest first. */
  List<ProjectLabel> above(ProjectLabel label) {
    List<ProjectLabel> above = new ArrayList<>();
    ProjectLabel next = labels.get(label.parent());
    while (next != null && !above.contains(next)) {
      above.add(next);
      next = labels.get(next.parent());
    }
    return above;
  }

  /** Whether only rotated boxes are held. */
  boolean isRotated() {
    return !tasks.isEmpty() && tasks.get(0) == TaskType.ROTATED_DETECTION;
  }

  /** Whether all labels of an image are about the whole of it. */
  boolean isOfImages() {
    return !tasks.isEmpty() && tasks.get(0).isGlobal();
  }

  /** The classes that its models find: what means nothing is none of them. */
  List<LabelClass> classes() {
    List<LabelClass> classes = new ArrayList<>();
    for (ProjectLabel each : labels.values()) {
      if (!each.isNothing()) {
        boolean isNode = each.task() == TaskType.KEYPOINT_DETECTION;
        List<String> nodes = isNode ? List.of(each.name()) : List.of();
        classes.add(new LabelClass(each.name(), shape(each.task()), nodes));
      }
    }
    return classes;
  }

  /** The shape that a task finds. */
  static LabelClass.Shape shape(TaskType task) {
    return switch (task) {
      case CLASSIFICATION, ANOMALY -> LabelClass.Shape.IMAGE;
      case DETECTION -> LabelClass.Shape.RECTANGLE;
      case ROTATED_DETECTION -> LabelClass.Shape.ORIENTED_RECTANGLE;
      case SEGMENTATION, INSTANCE_SEGMENTATION -> LabelClass.Shape.POLYGON;
      case KEYPOINT_DETECTION -> LabelClass.Shape.KEYPOINTS;
    };
  }
}
