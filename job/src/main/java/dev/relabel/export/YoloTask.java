package dev.relabel.export;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks of Ultralytics' label files: all files of a data set are of one. */
enum YoloTask {
  /** {@code class cx cy width height}. */
  DETECT,
  /** {@code class x1 y1 x2 y2 …}, an outline. */
  SEGMENT,
  /** {@code class x1 y1 x2 y2 x3 y3 x4 y4}, the corners of a turned box. */
  OBB,
  /** {@code class cx cy width height x1 y1 v1 x2 y2 v2 …}. */
  POSE;

  private static final Set<Shape> BOXES = EnumSet.of(Shape.RECTANGLE);
  private static final Set<Shape> TURNED = EnumSet.of(Shape.RECTANGLE, Shape.ORIENTED_RECTANGLE);
  private static final Set<Shape> AREAS =
      EnumSet.of(
          Shape.RECTANGLE, Shape.ORIENTED_RECTANGLE, Shape.POLYGON, Shape.MASK, Shape.ELLIPSE);
  private static final Set<Shape> NODES = EnumSet.of(Shape.KEYPOINTS);

  /**
   * The first task that has a form for all shapes; boxes if there are none.
   *
   * @param classes the classes that were found, each with the shape of its labels
   * @throws IllegalArgumentException if no task has, naming the shapes
   */
  static YoloTask of(List<LabelClass> classes) {
    Set<Shape> shapes = classes.stream().map(LabelClass::shape).collect(Collectors.toSet());
    if (BOXES.containsAll(shapes)) {
      return DETECT;
    }
    if (TURNED.containsAll(shapes)) {
      return OBB;
    }
    if (AREAS.containsAll(shapes)) {
      return SEGMENT;
    }
    if (NODES.containsAll(shapes)) {
      return POSE;
    }
    String found =
        shapes.stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        ("The labels are of the kinds %s. A YOLO data set is of one task: boxes, oriented boxes,"
                + " outlines (with which boxes may be), or keypoints alone; it has no form for"
                + " points, lines and labels of whole images. Use coco:FILE, or run with --as or"
                + " --classes so that one task is left.")
            .formatted(found));
  }
}
