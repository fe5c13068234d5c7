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
 * @param labels the labels of all its tasks by ID, in the order of the project
 */
record ProjectLabels(String name, Map<String, ProjectLabel> labels) {
  /**
   * A label of a project.
   *
   * @param name its name
   * @param task what kind of task gives it its place: of what is told of found objects, the task
   *     that finds them
   * @param isNothing whether it says that there is nothing, or was deleted since the model learnt
   *     it
   */
  record ProjectLabel(String name, TaskType task, boolean isNothing) {}

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
      // A classifier behind a detector tells of each object what it is.
      TaskType place = task.type().isGlobal() ? tasks.get(0).type() : task.type();
      for (JsonNode each : task.labels()) {
        boolean isNothing =
            each.path("is_empty").asBoolean(false) || each.path("is_deleted").asBoolean(false);
        labels.put(
            Json.text(each, "id"), new ProjectLabel(Json.text(each, "name"), place, isNothing));
      }
    }
    return new ProjectLabels(Json.text(json, "name", ""), labels);
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

  private static LabelClass.Shape shape(TaskType task) {
    return switch (task) {
      case CLASSIFICATION, ANOMALY -> LabelClass.Shape.IMAGE;
      case DETECTION -> LabelClass.Shape.RECTANGLE;
      case ROTATED_DETECTION -> LabelClass.Shape.ORIENTED_RECTANGLE;
      case SEGMENTATION, INSTANCE_SEGMENTATION -> LabelClass.Shape.POLYGON;
      case KEYPOINT_DETECTION -> LabelClass.Shape.KEYPOINTS;
    };
  }
}
