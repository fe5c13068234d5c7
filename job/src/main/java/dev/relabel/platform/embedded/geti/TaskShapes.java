package dev.relabel.platform.embedded.geti;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.geti.format.FittedShapes;
import dev.relabel.platform.geti.format.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Labels of ours with the labels of a project and the shapes of its first task. */
record TaskShapes(GetiProject project, int width, int height) {
  /** A shape of the task with the label that it shows. */
  record Labelled(GetiLabel label, Geometry shape) {}

  /**
   * What one of our labels is there; nothing if the project has no such label or its task no such
   * shape. Boxes stand for other shapes in detection tasks, turned or not.
   */
  List<Labelled> of(Label label) {
    List<Labelled> labelled = new ArrayList<>();
    Optional<Geometry> shape = shape(label.geometry());
    if (shape.isEmpty()) {
      return labelled;
    }
    Optional<GetiLabel> ofClass = project.labelNamed(label.className());
    for (Geometry each : FittedShapes.of(shape.get(), width, height).shapes()) {
      Optional<GetiLabel> known =
          ofClass.isEmpty() && each instanceof Keypoints point
              ? project.labelNamed(point.nodes().get(0).name())
              : ofClass;
      known.ifPresent(found -> labelled.add(new Labelled(found, each)));
    }
    return labelled;
  }

  private Optional<Geometry> shape(Geometry geometry) {
    boolean isPoints = geometry instanceof Point || geometry instanceof Keypoints;
    TaskType task = project.firstTask().type();
    boolean isTasks = task == TaskType.KEYPOINT_DETECTION ? isPoints : geometry.kind().hasArea();
    if (!isTasks || task.isGlobal()) {
      return Optional.empty();
    }
    return switch (task) {
      case DETECTION -> Optional.of(geometry.bounds());
      case ROTATED_DETECTION -> turned(geometry);
      default -> Optional.of(geometry);
    };
  }

  private static Optional<Geometry> turned(Geometry geometry) {
    if (geometry instanceof Rectangle box) {
      return Optional.of(Conversions.toOrientedRectangle(box));
    }
    return geometry instanceof OrientedRectangle
        ? Optional.of(geometry)
        : Conversions.smallestBoxAround(geometry).map(box -> box);
  }
}
