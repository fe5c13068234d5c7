package dev.relabel.platform.format;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.LabelClass.Shape;
import java.util.Map;
import java.util.Optional;

/** Supervisely's names of shapes. */
public final class ShapeName {
  private static final Map<String, Shape> SHAPES =
      Map.of(
          "rectangle", Shape.RECTANGLE,
          "oriented_bbox", Shape.ORIENTED_RECTANGLE,
          "polygon", Shape.POLYGON,
          "line", Shape.POLYLINE,
          "point", Shape.POINT,
          "bitmap", Shape.MASK,
          "graph", Shape.KEYPOINTS,
          "any", Shape.ANY);

  private ShapeName() {}

  /** The shape of that name; {@link Shape#OTHER} if it is one that we do not model. */
  public static Shape shape(String name) {
    return SHAPES.getOrDefault(name, Shape.OTHER);
  }

  /** The kind of geometry of that name; empty if it is one that we do not model. */
  public static Optional<GeometryKind> kind(String name) {
    Shape shape = shape(name);
    return shape == Shape.ANY || shape == Shape.OTHER
        ? Optional.empty()
        : Optional.of(GeometryKind.valueOf(shape.name()));
  }

  /**
   * The name of a shape.
   *
   * @throws IllegalArgumentException for ellipses and {@link Shape#OTHER}, which have none
   */
  public static String of(Shape shape) {
    return SHAPES.entrySet().stream()
        .filter(each -> each.getValue() == shape)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Supervisely has no shape for %s. Convert the geometry first, an ellipse to a polygon for example."
                        .formatted(shape)));
  }

  /**
   * The name of a kind of geometry.
   *
   * @throws IllegalArgumentException for ellipses
   */
  public static String of(GeometryKind kind) {
    return of(Shape.of(kind));
  }
}
