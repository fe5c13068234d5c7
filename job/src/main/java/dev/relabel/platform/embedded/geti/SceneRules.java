package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.local.ImageSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What annotations a project takes on an image or frame (fact sheet of Geti, 8).
 *
 * @param size of the image or frame
 */
record SceneRules(GetiProject project, ImageSize size) {
  /**
   * Checks annotations that passed {@link BodyRules}.
   *
   * @throws GetiException if they break a rule
   */
  void check(ArrayNode annotations) {
    List<List<GetiLabel>> labels = new ArrayList<>();
    annotations.forEach(each -> labels.add(labels(each)));
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < annotations.size(); i++) {
      JsonNode each = annotations.get(i);
      checkBounds(each.path("shape"));
      checkExclusive(labels.get(i));
      checkTask(each.path("shape"), labels.get(i));
      if (each.has("id") && !ids.add(each.path("id").asText())) {
        throw GetiException.of(
            400,
            "duplicated_annotation_id",
            "Annotation ID %s is given twice.".formatted(each.path("id")));
      }
    }
    checkEmpty(labels);
  }

  /** The labels that an annotation names and those above them. */
  List<GetiLabel> labels(JsonNode annotation) {
    List<GetiLabel> labels = new ArrayList<>();
    for (JsonNode each : annotation.path("labels")) {
      labels.add(
          project
              .label(each.path("id").asText())
              .orElseThrow(() -> GetiException.notFound("label")));
    }
    return project.withThoseAbove(labels);
  }

  private void checkBounds(JsonNode shape) {
    switch (shape.path("type").asText()) {
      case "RECTANGLE" ->
          requireInside(
              shape.path("x").doubleValue() + shape.path("width").doubleValue() <= size.width()
                  && shape.path("y").doubleValue() + shape.path("height").doubleValue()
                      <= size.height());
      case "POLYGON" -> {
        for (JsonNode each : shape.path("points")) {
          requireInside(
              each.path("x").doubleValue() <= size.width()
                  && each.path("y").doubleValue() <= size.height());
        }
      }
      case "ELLIPSE", "ROTATED_RECTANGLE" -> requireInside(visibleArea(shape) >= 1);
      default -> {} // a point may lie anywhere to the right and below
    }
  }

  private double visibleArea(JsonNode shape) {
    try {
      Geometry read = ShapeJson.read(shape, "");
      Geometry covered = read instanceof OrientedRectangle box ? box.corners() : read;
      return covered.clipped(size.width(), size.height()).map(Geometry::area).orElse(0.0);
    } catch (IllegalArgumentException e) {
      return 0; // no width or no height
    }
  }

  private static void requireInside(boolean isInside) {
    if (!isInside) {
      throw GetiException.badRequest("Annotation shape is out of the bounds of the media.");
    }
  }

  private static void checkExclusive(List<GetiLabel> labels) {
    Map<String, GetiLabel> byGroup = new HashMap<>();
    for (GetiLabel each : labels) {
      GetiLabel other = byGroup.putIfAbsent(each.group(), each);
      if (other != null) {
        throw GetiException.of(
            400,
            "conflicting_exclusive_labels",
            "Labels '%s' and '%s' exclude each other.".formatted(other.name(), each.name()));
      }
    }
  }

  private void checkTask(JsonNode shape, List<GetiLabel> labels) {
    GetiTask first = project.firstTask();
    boolean isOfFirst = labels.stream().anyMatch(each -> first.has(each.id()));
    boolean isEmpty = labels.stream().anyMatch(each -> first.has(each.id()) && each.isEmpty());
    String type = shape.path("type").asText();
    if (first.type().isGlobal() || isEmpty) {
      require(isWhole(shape), "The annotation has to be a rectangle of the size of the media.");
    } else if (first.type() == TaskType.DETECTION) {
      require(type.equals("RECTANGLE"), "A detection task takes rectangles only.");
    } else if (first.type() == TaskType.ROTATED_DETECTION) {
      require(
          type.equals("ROTATED_RECTANGLE") || type.equals("RECTANGLE"),
          "A rotated detection task takes rotated rectangles only.");
    }
    for (GetiTask second : project.tasks().subList(1, project.tasks().size())) {
      boolean isGlobalLabel =
          second.type().isGlobal() && labels.stream().anyMatch(each -> second.has(each.id()));
      require(!isGlobalLabel || isOfFirst, "The annotation has no label of the first task.");
    }
    for (GetiTask task : project.tasks()) {
      long ofTask = labels.stream().filter(each -> task.has(each.id())).count();
      boolean hasEmpty = labels.stream().anyMatch(each -> task.has(each.id()) && each.isEmpty());
      require(!hasEmpty || ofTask == 1, "An empty label excludes all others of its task.");
    }
  }

  private boolean isWhole(JsonNode shape) {
    return shape.size() == 5
        && shape.path("type").asText().equals("RECTANGLE")
        && shape.path("x").doubleValue() == 0
        && shape.path("y").doubleValue() == 0
        && shape.path("width").doubleValue() == size.width()
        && shape.path("height").doubleValue() == size.height();
  }

  /** An empty label covers the image, so that nothing else of its task has room beside it. */
  private void checkEmpty(List<List<GetiLabel>> labels) {
    GetiTask first = project.firstTask();
    long ofFirst =
        labels.stream()
            .filter(each -> each.stream().anyMatch(label -> first.has(label.id())))
            .count();
    boolean hasEmpty =
        labels.stream()
            .flatMap(List::stream)
            .anyMatch(each -> each.isEmpty() && first.has(each.id()));
    require(!hasEmpty || ofFirst == 1, "An annotation overlaps with an empty box annotation.");
    require(
        !first.type().isGlobal() || labels.size() <= 1,
        "All labels of the media have to be in one annotation.");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw GetiException.badRequest(message);
    }
  }
}
