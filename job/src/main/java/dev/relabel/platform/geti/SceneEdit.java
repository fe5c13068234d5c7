package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.geti.format.LabelSource;
import dev.relabel.platform.geti.format.LabelledShape;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.geti.format.ScoredLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A scene with some labels more and some fewer, as it is written: whole. What it is not about stays
 * as it was read, with its IDs. Confined to one thread.
 */
final class SceneEdit {
  /**
   * Stands for the model of what is written, as the server has no such model: "relabel" in
   * hexadecimal digits. It tells a model's work from a person's.
   */
  private static final String MODEL = "72656c6162656c0000000000";

  private static final LabelSource MODELS = LabelSource.ofModel(MODEL, MODEL);

  private final ProjectLabels project;
  private final HeldShapes shapes;
  private final SceneLabels view;
  private final Rectangle image;
  private final List<LabelledShape> annotations;
  private final List<ObjectNode> foreign;
  private final List<String> toRevisit;
  private final List<FigureId> added = new ArrayList<>();
  private final Set<FigureId> removed = new HashSet<>();

  SceneEdit(Scene scene, ProjectLabels project, int width, int height) {
    this.project = project;
    this.shapes = new HeldShapes(project, width, height);
    this.view = new SceneLabels(project, width, height);
    this.image = new Rectangle(0, 0, width, height);
    // What only had labels that are deleted can neither be seen nor be sent again.
    this.annotations =
        new ArrayList<>(
            scene.annotations().stream().filter(each -> !each.labels().isEmpty()).toList());
    this.foreign = scene.foreign().stream().filter(each -> !each.path("labels").isEmpty()).toList();
    this.toRevisit = scene.toRevisit();
  }

  /**
   * Adds labels, which the server gives the IDs that this returns.
   *
   * @throws RefusedContentException if the scene has something that excludes one of them
   */
  List<FigureId> add(List<Label> labels) {
    int first = annotations.size();
    for (Label each : labels) {
      ProjectLabel label =
          project
              .named(each.className())
              .orElseThrow(
                  () ->
                      new PlatformRejectedException(
                          "The project '%s' has no label '%s' any more"
                              .formatted(project.name(), each.className()),
                          null));
      added.add(label.isOfImage() ? addToImage(each, label) : addShape(each, label, first));
    }
    return List.copyOf(added);
  }

  private FigureId addToImage(Label label, ProjectLabel known) {
    int at = project.isOfImages() && !annotations.isEmpty() ? 0 : annotations.size();
    if (at == annotations.size()) {
      requireNothingElse(known);
      annotations.add(
          new LabelledShape(Optional.of(UUID.randomUUID().toString()), image, List.of()));
    }
    LabelledShape annotation = annotations.get(at);
    requireFree(annotation, known);
    annotations.set(at, with(annotation, label, known));
    return SceneLabels.id(annotation.id().orElseThrow(), known);
  }

  private void requireNothingElse(ProjectLabel known) {
    if (known.isEmpty() && annotations.stream().anyMatch(this::isOfFirstTask)) {
      throw new RefusedContentException(
          "The image has objects, so that it cannot have '%s'".formatted(known.name()), null);
    }
  }

  private boolean isOfFirstTask(LabelledShape annotation) {
    return annotation.labels().stream()
        .map(each -> project.labels().get(each.id()))
        .anyMatch(each -> each != null && each.isOfFirst());
  }

  private void requireFree(LabelledShape annotation, ProjectLabel wanted) {
    excluding(annotation, wanted)
        .ifPresent(
            other -> {
              throw new RefusedContentException(
                  "The image is labelled '%s', which excludes '%s'. --upload replace would put the one in place of the other, if the model knows both."
                      .formatted(other.name(), wanted.name()),
                  null);
            });
  }

  /** A label of the annotation beside which the wanted one, or one above it, cannot be. */
  private Optional<ProjectLabel> excluding(LabelledShape annotation, ProjectLabel wanted) {
    List<ProjectLabel> coming = new ArrayList<>(List.of(wanted));
    coming.addAll(project.above(wanted));
    for (ScoredLabel each : annotation.labels()) {
      ProjectLabel other = project.labels().get(each.id());
      if (other == null || coming.contains(other) || project.above(other).contains(wanted)) {
        continue;
      }
      boolean isOfGroup = coming.stream().anyMatch(one -> one.group().equals(other.group()));
      boolean isEmptyBeside =
          (other.isEmpty() || wanted.isEmpty()) && other.isOfFirst() == wanted.isOfFirst();
      if (isOfGroup || isEmptyBeside) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  /** What has the same shape and does not exclude each other is one object. */
  private FigureId addShape(Label label, ProjectLabel known, int first) {
    for (LabelledShape each : annotations) {
      Optional<ProjectLabel> nothing = emptyLabel(each);
      if (nothing.isPresent() && known.isOfFirst()) {
        throw new RefusedContentException(
            "The image is labelled '%s' since the run has looked at it"
                .formatted(nothing.get().name()),
            null);
      }
    }
    Geometry shape = shape(label, known);
    for (int i = first; i < annotations.size(); i++) {
      LabelledShape each = annotations.get(i);
      boolean hasIt = each.labels().stream().anyMatch(one -> one.id().equals(known.id()));
      if (!hasIt && each.shape().equals(shape) && excluding(each, known).isEmpty()) {
        annotations.set(i, with(each, label, known));
        return SceneLabels.id(each.id().orElseThrow(), known);
      }
    }
    String id = UUID.randomUUID().toString();
    annotations.add(with(new LabelledShape(Optional.of(id), shape, List.of()), label, known));
    return SceneLabels.id(id, known);
  }

  private Optional<ProjectLabel> emptyLabel(LabelledShape annotation) {
    return annotation.labels().stream()
        .map(each -> project.labels().get(each.id()))
        .filter(each -> each != null && each.isEmpty() && each.isOfFirst())
        .findFirst();
  }

  private Geometry shape(Label label, ProjectLabel known) {
    List<Geometry> held = shapes.shapes(label.geometry(), known);
    if (held.size() != 1) {
      throw new RefusedContentException(
          "A %s of '%s' is no shape of the project's task on this image"
              .formatted(label.geometry().kind().tableName(), known.name()),
          null);
    }
    return held.get(0);
  }

  private static LabelledShape with(LabelledShape annotation, Label label, ProjectLabel known) {
    List<ScoredLabel> labels = new ArrayList<>(annotation.labels());
    if (labels.stream().noneMatch(each -> each.id().equals(known.id()))) {
      LabelSource source = label.origin() == Origin.PERSON ? LabelSource.UNKNOWN : MODELS;
      labels.add(new ScoredLabel(known.id(), label.score().orElse(1), source));
    }
    return annotation.with(labels);
  }

  /**
   * Removes labels; what is gone already counts as removed.
   *
   * @throws StaleException if one has another shape now than it was seen with
   */
  void remove(List<PlatformLabel> labels) {
    for (PlatformLabel each : labels) {
      each.id().ifPresent(id -> remove(id, each.label()));
    }
  }

  private void remove(FigureId id, Label seen) {
    for (int i = 0; i < annotations.size(); i++) {
      LabelledShape annotation = annotations.get(i);
      if (!annotation.id().equals(Optional.of(SceneLabels.annotationOf(id)))) {
        continue;
      }
      Optional<PlatformLabel> now = find(id, annotation);
      if (now.isEmpty()) {
        return;
      }
      if (!now.get().label().geometry().equals(seen.geometry())) {
        throw new StaleException("A label was changed by somebody else since it was looked at");
      }
      List<ScoredLabel> rest = without(SceneLabels.labelOf(id), annotation);
      if (rest.isEmpty()) {
        annotations.remove(i);
      } else {
        annotations.set(i, annotation.with(rest));
      }
      removed.add(id);
      return;
    }
  }

  private Optional<PlatformLabel> find(FigureId id, LabelledShape annotation) {
    Scene only = new Scene(Optional.empty(), Optional.empty(), List.of(annotation), List.of());
    return view.of(only).stream().filter(each -> each.id().equals(Optional.of(id))).findFirst();
  }

  /** The other labels of an annotation, also those that the project did not have before. */
  private List<ScoredLabel> without(String id, LabelledShape annotation) {
    return annotation.labels().stream().filter(each -> !each.id().equals(id)).toList();
  }

  /** Whether there is anything to write. */
  boolean isChange() {
    return !added.isEmpty() || !removed.isEmpty();
  }

  /** Whether a scene holds what was added and no longer holds what was removed. */
  boolean isIn(Scene scene) {
    Set<FigureId> there = new HashSet<>();
    view.of(scene).forEach(each -> each.id().ifPresent(there::add));
    return there.containsAll(added) && removed.stream().noneMatch(there::contains);
  }

  /** The scene as it is sent. */
  ObjectNode body() {
    requireObjects();
    return SceneJson.write(annotations.stream().map(this::sendable).toList(), foreign, toRevisit);
  }

  /** What a later task says of an object is nothing without what the first says it is. */
  private void requireObjects() {
    for (LabelledShape each : annotations) {
      boolean isLater =
          each.labels().stream()
              .map(label -> project.labels().get(label.id()))
              .allMatch(label -> label != null && !isOfFirst(label));
      if (isLater && !project.isOfImages()) {
        throw new RefusedContentException(
            "An object on the image would have labels of the project's second task only", null);
      }
    }
  }

  private boolean isOfFirst(ProjectLabel label) {
    return label.isOfFirst() || project.above(label).stream().anyMatch(ProjectLabel::isOfFirst);
  }

  /** What was read is not always what may be sent. */
  private LabelledShape sendable(LabelledShape annotation) {
    boolean isOfImage =
        annotation.labels().stream()
            .map(each -> project.labels().get(each.id()))
            .anyMatch(each -> each != null && each.isOfImage());
    Geometry shape = annotation.shape();
    if (isOfImage || shape instanceof WholeImage) {
      shape = image;
    } else if (shape instanceof Rectangle) {
      shape = shape.clipped(image.right(), image.bottom()).orElse(shape);
    }
    if (project.isRotated() && !isOfImage) {
      shape = turned(shape);
    }
    return new LabelledShape(annotation.id(), shape, annotation.labels(), annotation.toRevisit());
  }

  /** Servers of chains give back corners, and damage boxes that are not called rotated. */
  private static Geometry turned(Geometry shape) {
    if (shape instanceof Rectangle box) {
      return Conversions.toOrientedRectangle(box);
    }
    return shape instanceof Polygon
        ? Conversions.smallestBoxAround(shape).<Geometry>map(box -> box).orElse(shape)
        : shape;
  }
}
