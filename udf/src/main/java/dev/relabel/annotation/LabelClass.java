package dev.relabel.annotation;

import java.util.List;
import java.util.Objects;

/**
 * A class of objects in a project or a model.
 *
 * @param name its name, unique in its schema, case-sensitive
 * @param shape the shape its labels must have
 * @param keypoints names of the nodes that labels of keypoints have, as far as they are known
 */
public record LabelClass(String name, Shape shape, List<String> keypoints) {
  public LabelClass {
    keypoints = List.copyOf(keypoints);
    Objects.requireNonNull(shape, "shape");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A class needs a name");
    }
  }

  /** A class of which no nodes are known. */
  public LabelClass(String name, Shape shape) {
    this(name, shape, List.of());
  }

  /** The shape that a class prescribes: one kind of geometry, any, or one that we do not model. */
  public enum Shape {
    RECTANGLE,
    ORIENTED_RECTANGLE,
    ELLIPSE,
    POLYGON,
    POLYLINE,
    POINT,
    MASK,
    KEYPOINTS,
    /** The whole image. */
    IMAGE,
    /** Labels of any kind. */
    ANY,
    /** A kind that this program never writes, such as a cuboid. */
    OTHER;

    /** The shape of a class whose labels all are of this kind. */
    public static Shape of(GeometryKind kind) {
      return valueOf(kind.name());
    }

    /** Whether a label of this kind may carry the class. */
    public boolean accepts(GeometryKind kind) {
      return this == ANY || name().equals(kind.name());
    }
  }
}
