package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation.ForeignLabel;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.geti.format.LabelledShape;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.ScoredLabel;
import dev.relabel.platform.geti.format.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a scene says, in labels of ours: one for each label on each annotation. A label that says
 * that there is nothing is one of the whole image.
 *
 * @param project what the labels are called
 * @param width of the image in pixels
 * @param height of the image in pixels
 */
record SceneLabels(ProjectLabels project, int width, int height) {
  private static final char BETWEEN = '/';

  /** The labels of a scene, each with the IDs of its annotation and of the project's label. */
  List<PlatformLabel> of(Scene scene) {
    List<PlatformLabel> labels = new ArrayList<>();
    for (LabelledShape annotation : scene.annotations()) {
      for (ScoredLabel each : annotation.labels()) {
        ProjectLabel label = project.labels().get(each.id());
        if (label != null && !label.isDeleted()) {
          Optional<FigureId> id = annotation.id().map(known -> id(known, label));
          geometry(annotation.shape(), label)
              .ifPresent(shape -> labels.add(new PlatformLabel(id, label(label, shape, each))));
        }
      }
    }
    return labels;
  }

  /** What is there and not understood: other shapes, and labels that the project had not. */
  List<ForeignLabel> foreign(Scene scene) {
    List<ForeignLabel> foreign = new ArrayList<>();
    for (ObjectNode each : scene.foreign()) {
      String id = Json.text(each, "id", "");
      foreign.add(foreign(id, "", Json.text(each.path("shape"), "type", "")));
    }
    for (LabelledShape annotation : scene.annotations()) {
      for (ScoredLabel each : annotation.labels()) {
        if (!project.labels().containsKey(each.id())) {
          String shape = annotation.shape().kind().tableName();
          foreign.add(foreign(annotation.id().orElse(""), each.id(), shape));
        }
      }
    }
    return foreign;
  }

  private static ForeignLabel foreign(String id, String name, String shape) {
    return new ForeignLabel(
        id.isBlank() ? Optional.empty() : Optional.of(new FigureId(id)), name, shape);
  }

  /** The ID of a label on an annotation. */
  static FigureId id(String annotation, ProjectLabel label) {
    return new FigureId(annotation + BETWEEN + label.id());
  }

  /** The annotation that a label is on. */
  static String annotationOf(FigureId id) {
    return id.value().substring(0, Math.max(0, id.value().lastIndexOf(BETWEEN)));
  }

  /** The project's label that an ID is about. */
  static String labelOf(FigureId id) {
    return id.value().substring(id.value().lastIndexOf(BETWEEN) + 1);
  }

  private static Label label(ProjectLabel label, Geometry shape, ScoredLabel scored) {
    boolean isModels = scored.source().modelId().filter(id -> !id.equals("none")).isPresent();
    return new Label(
        label.name(),
        shape,
        isModels || scored.probability() < 1
            ? OptionalDouble.of(scored.probability())
            : OptionalDouble.empty(),
        List.of(),
        isModels ? Origin.MACHINE : Origin.PERSON);
  }

  private Optional<Geometry> geometry(Geometry shape, ProjectLabel label) {
    if (label.isOfImage()) {
      return Optional.of(WholeImage.INSTANCE);
    }
    if (shape instanceof Rectangle) { // rounding may have moved it a pixel over the edge
      return shape.clipped(width, height);
    }
    if (shape instanceof Polygon && label.task() == TaskType.ROTATED_DETECTION) {
      // So servers give back what they hold in chains of tasks.
      return Conversions.smallestBoxAround(shape).map(box -> box);
    }
    return Optional.of(named(shape, label.name()));
  }

  /** The node of a keypoint is named by its label. */
  static Geometry named(Geometry shape, String name) {
    return shape instanceof Keypoints keypoints
        ? new Keypoints(
            keypoints.nodes().stream()
                .map(node -> new Keypoints.Node(name, node.at(), node.visible()))
                .toList())
        : shape;
  }
}
