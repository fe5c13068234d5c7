package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.embedded.geti.TaskPlan.PlannedLabel;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.local.LocalProject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local project as one of Geti.
 *
 * @param tasks those that can be trained, one or two
 */
record GetiProject(LocalProject local, List<GetiTask> tasks) {
  private static final String EMPTY_COLOR = "#2a2b2e";

  /** A project whose type follows from its classes, unless that is known better. */
  static GetiProject of(LocalProject local, Optional<TaskType> wanted) throws IOException {
    List<TaskPlan> plans = TaskPlan.of(local, wanted);
    Map<String, ObjectNode> known = known(local);
    List<GetiTask> tasks = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      TaskPlan plan = plans.get(i);
      List<GetiLabel> labels = labels(plan, known, local.id());
      if (needsEmptyLabel(plan, labels)) {
        String name = plan.type().isGlobal() ? "No class" : "No object";
        labels.add(
            new GetiLabel(
                GetiId.ofTask(Kind.EMPTY_LABEL, local.id(), i),
                name,
                EMPTY_COLOR,
                name,
                Optional.empty(),
                true));
      }
      tasks.add(
          new GetiTask(
              GetiId.ofTask(Kind.TASK, local.id(), i + 1),
              GetiId.ofTask(Kind.LABEL_SCHEMA, local.id(), i + 1),
              plan.title(),
              plan.type(),
              List.copyOf(labels)));
    }
    return new GetiProject(local, List.copyOf(tasks));
  }

  /** Classes and tags by their names; tags give way, as nodes of keypoints have no entry at all. */
  private static Map<String, ObjectNode> known(LocalProject local) {
    Map<String, ObjectNode> known = new HashMap<>();
    JsonNode meta = local.meta().json();
    meta.path("classes").forEach(each -> known.put(each.path("title").asText(), (ObjectNode) each));
    meta.path("tags")
        .forEach(each -> known.putIfAbsent(each.path("name").asText(), (ObjectNode) each));
    return known;
  }

  private static List<GetiLabel> labels(
      TaskPlan plan, Map<String, ObjectNode> known, long project) {
    List<GetiLabel> labels = new ArrayList<>();
    for (PlannedLabel each : plan.labels()) {
      labels.add(
          new GetiLabel(
              labelId(each.name(), known, project),
              each.name(),
              color(known.get(each.name())),
              group(plan, each),
              each.parent().isEmpty()
                  ? Optional.empty()
                  : Optional.of(labelId(each.parent(), known, project)),
              false));
    }
    return labels;
  }

  private static String labelId(String name, Map<String, ObjectNode> known, long project) {
    ObjectNode entry = known.get(name);
    return entry == null
        ? GetiId.ofText("node %s %s".formatted(project, name))
        : GetiId.of(Kind.LABEL, entry.path("id").asLong());
  }

  private static String color(@Nullable ObjectNode entry) {
    return entry == null ? EMPTY_COLOR : entry.path("color").asText(EMPTY_COLOR);
  }

  /** An image may have all tags at once, but a box is one thing only. */
  private static String group(TaskPlan plan, PlannedLabel label) {
    if (!label.group().isEmpty()) {
      return label.group();
    }
    boolean isAlone =
        plan.type() == TaskType.CLASSIFICATION || plan.type() == TaskType.KEYPOINT_DETECTION;
    return isAlone ? label.name() : plan.title() + " labels";
  }

  private static boolean needsEmptyLabel(TaskPlan plan, List<GetiLabel> labels) {
    return switch (plan.type()) {
      case ANOMALY, KEYPOINT_DETECTION -> false;
      case CLASSIFICATION ->
          labels.stream().map(GetiLabel::group).distinct().count() == labels.size();
      default -> true;
    };
  }

  String id() {
    return GetiId.of(Kind.PROJECT, local.id());
  }

  GetiTask firstTask() {
    return tasks.get(0);
  }

  Optional<GetiLabel> label(String id) {
    return tasks.stream()
        .flatMap(each -> each.labels().stream())
        .filter(each -> each.id().equals(id))
        .findFirst();
  }

  /** The label of a class or tag; the empty labels have none. */
  Optional<GetiLabel> labelNamed(String name) {
    return tasks.stream()
        .flatMap(each -> each.labels().stream())
        .filter(each -> !each.isEmpty() && each.name().equals(name))
        .findFirst();
  }

  /** Labels, each followed by those above it, as a server adds them. */
  List<GetiLabel> withThoseAbove(List<GetiLabel> labels) {
    List<GetiLabel> all = new ArrayList<>();
    for (GetiLabel each : labels) {
      Optional<GetiLabel> next = Optional.of(each);
      while (next.isPresent() && !all.contains(next.get())) {
        all.add(next.get());
        next = next.get().parentId().flatMap(this::label);
      }
    }
    return all;
  }

  /**
   * Whether a label is above another one of its annotation, and so says nothing more.
   *
   * @param labels those of the annotation
   */
  boolean isAboveAnother(GetiLabel label, JsonNode labels) {
    for (JsonNode each : labels) {
      Optional<GetiLabel> other = label(each.path("id").asText());
      if (other.flatMap(GetiLabel::parentId).filter(label.id()::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether turned boxes are read back as such. */
  boolean keepsRotation() {
    return tasks.size() == 1 && firstTask().type() == TaskType.ROTATED_DETECTION;
  }
}
