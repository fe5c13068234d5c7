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
record GetiProject(String name, Map<String, ProjectLabel> labels) {
  /**
   * A label of a project.
   *
   * @param name its name
   * @param task what the task is that gives it
   * @param isEmpty whether it says that there is nothing
   */
  record ProjectLabel(String name, TaskType task, boolean isEmpty) {}

  static GetiProject read(JsonNode json) {
    Map<String, ProjectLabel> labels = new LinkedHashMap<>();
    for (JsonNode task : Json.array(Json.object(json, "pipeline"), "tasks")) {
      Optional<TaskType> type = TaskType.named(Json.text(task, "task_type", ""));
      if (type.isPresent()) {
        for (JsonNode each : task.path("labels")) {
          labels.put(
              Json.text(each, "id"),
              new ProjectLabel(
                  Json.text(each, "name"), type.get(), each.path("is_empty").asBoolean(false)));
        }
      }
    }
    return new GetiProject(Json.text(json, "name", ""), labels);
  }

  /** The classes that its models find: what means nothing is none of them. */
  List<LabelClass> classes() {
    List<LabelClass> classes = new ArrayList<>();
    for (ProjectLabel each : labels.values()) {
      if (!each.isEmpty()) {
        classes.add(new LabelClass(each.name(), shape(each.task())));
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
