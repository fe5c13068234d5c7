package dev.relabel.platform.geti;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.geti.format.FittedShapes;
import dev.relabel.platform.geti.format.ServerGrid;
import dev.relabel.platform.geti.format.TaskType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Labels as a project holds them, so that what is planned, written and read back is the same: with
 * the shapes of its tasks, cut to the image, on the server's grid.
 *
 * @param project whose labels they are
 * @param width of the image in pixels
 * @param height of the image in pixels
 */
record HeldShapes(ProjectLabels project, int width, int height) {

  /** Whether a task holds shapes of that kind with all that they say. */
  static boolean holds(Shape shape, TaskType task) {
    return switch (task) {
      case CLASSIFICATION, ANOMALY -> shape == Shape.IMAGE;
      case DETECTION -> shape == Shape.RECTANGLE;
      case ROTATED_DETECTION -> shape == Shape.RECTANGLE || shape == Shape.ORIENTED_RECTANGLE;
      case SEGMENTATION, INSTANCE_SEGMENTATION -> hasArea(shape);
      case KEYPOINT_DETECTION -> shape == Shape.KEYPOINTS || shape == Shape.POINT;
    };
  }

  private static boolean hasArea(Shape shape) {
    return switch (shape) {
      case RECTANGLE, ORIENTED_RECTANGLE, ELLIPSE, POLYGON, MASK -> true;
      default -> false;
    };
  }

  /**
   * The labels that stand for these, with the labels above them, which the server would add.
   * Nothing stands for what has less than a pixel on the image, or no shape in its task; of labels
   * of the whole image that exclude each other the surest stays.
   *
   * @param labels with names of the project
   */
  List<Label> of(List<Label> labels) {
    List<Label> held = new ArrayList<>();
    Map<String, ProjectLabel> groups = new HashMap<>();
    List<Label> surestFirst =
        labels.stream()
            .sorted(Comparator.comparingDouble((Label each) -> -each.score().orElse(1)))
            .toList();
    for (Label each : surestFirst) {
      if (each.geometry() instanceof Keypoints points) {
        points.nodes().forEach(node -> keypoint(each, node).ifPresent(held::add));
        continue;
      }
      Optional<ProjectLabel> known = project.named(each.className());
      if (known.isEmpty() || (known.get().isOfImage() && !hasRoom(known.get(), groups))) {
        continue;
      }
      for (Geometry shape : shapes(each.geometry(), known.get())) {
        held.add(with(each, each.className(), shape));
      }
    }
    return withLabelsAbove(held);
  }

  /** Whether nothing surer excludes a label of the whole image or one above it. */
  private boolean hasRoom(ProjectLabel label, Map<String, ProjectLabel> groups) {
    List<ProjectLabel> coming = new ArrayList<>(List.of(label));
    coming.addAll(project.above(label));
    boolean hasRoom =
        coming.stream().allMatch(each -> groups.getOrDefault(each.group(), each).equals(each));
    if (hasRoom) {
      coming.forEach(each -> groups.put(each.group(), each));
    }
    return hasRoom;
  }

  private List<Label> withLabelsAbove(List<Label> held) {
    Map<Geometry, Set<String>> names = new HashMap<>();
    held.forEach(
        each ->
            names.computeIfAbsent(each.geometry(), at -> new HashSet<>()).add(each.className()));
    List<Label> all = new ArrayList<>();
    for (Label each : held) {
      all.add(each);
      for (ProjectLabel above : project.above(project.named(each.className()).orElseThrow())) {
        if (names.computeIfAbsent(each.geometry(), at -> new HashSet<>()).add(above.name())) {
          all.add(with(each, above.name(), each.geometry()));
        }
      }
    }
    return all;
  }

  /** A node is a label of its own there. */
  private Optional<Label> keypoint(Label label, Keypoints.Node node) {
    return project
        .named(node.name())
        .or(() -> project.named(label.className()))
        .flatMap(
            known ->
                shapes(node.at(), known).stream()
                    .findFirst()
                    .map(
                        at ->
                            with(
                                label,
                                known.name(),
                                at instanceof Keypoints one
                                    ? new Keypoints(
                                        List.of(
                                            new Keypoints.Node(
                                                known.name(),
                                                one.nodes().get(0).at(),
                                                node.visible())))
                                    : at)));
  }

  private static Label with(Label label, String className, Geometry shape) {
    return new Label(
        className, shape, label.score(), List.of(), label.origin(), OptionalLong.empty());
  }

  /** The shapes of a label's task that stand for one. */
  List<Geometry> shapes(Geometry geometry, ProjectLabel label) {
    if (label.isOfImage()) {
      boolean says = geometry instanceof WholeImage || geometry.kind().hasArea();
      return says ? List.of(WholeImage.INSTANCE) : List.of();
    }
    List<Geometry> shapes = new ArrayList<>();
    ofTask(geometry, label)
        .ifPresent(
            shape -> {
              for (Geometry each : FittedShapes.of(shape, width, height).shapes()) {
                rounded(each).ifPresent(shapes::add);
              }
            });
    return shapes;
  }

  private static Optional<Geometry> ofTask(Geometry geometry, ProjectLabel label) {
    if (label.task() == TaskType.KEYPOINT_DETECTION) {
      return geometry instanceof Point at
          ? Optional.of(new Keypoints(List.of(new Keypoints.Node(label.name(), at, true))))
          : Optional.<Geometry>of(geometry).filter(Keypoints.class::isInstance);
    }
    if (!geometry.kind().hasArea() || geometry instanceof WholeImage) {
      return Optional.empty();
    }
    return switch (label.task()) {
      case DETECTION -> Optional.of(geometry.bounds());
      case ROTATED_DETECTION -> turned(geometry);
      default -> Optional.of(geometry instanceof OrientedRectangle box ? box.corners() : geometry);
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

  private Optional<Geometry> rounded(Geometry shape) {
    try {
      Geometry read = ServerGrid.asRead(shape);
      Optional<Geometry> held =
          read instanceof Rectangle ? read.clipped(width, height) : Optional.of(read);
      return held.filter(each -> !(each instanceof Polygon) || each.area() >= 1);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // nothing is left of it on whole pixels
    }
  }
}
