package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Every coordinate in the JSON of a geometry, whatever its shape, in Supervisely's format.
 *
 * <p>Works on {@code rectangle, oriented_bbox, polygon, line, point, graph, multipolygon, bitmap,
 * alpha_mask, cuboid} and {@code cuboid_2d}; a geometry of any other shape has no coordinate that
 * we know of and is left as it is.
 */
public final class GeometryCoordinates {
  /**
   * Digits kept behind the decimal point: enough to come back within 1e-9 of a pixel, and few
   * enough that the noise of binary arithmetic never reaches a file.
   */
  private static final int DECIMALS = 9;

  private GeometryCoordinates() {}

  /** What a coordinate is, as far as the conventions of the format care. */
  public enum Role {
    /** The corner of a box with the smaller coordinates. */
    TOP_LEFT,
    /** The corner of a box with the larger coordinates. */
    BOTTOM_RIGHT,
    /** A vertex of a polygon or line, a point, a node. */
    VERTEX,
    /** The upper left pixel of a mask. */
    ORIGIN,
    /** A vertex of a cuboid, to which the half-pixel rule does not apply. */
    CUBOID_VERTEX
  }

  /** Which coordinate of a point. */
  public enum Axis {
    X(0),
    Y(1);

    private final int index;

    Axis(int index) {
      this.index = index;
    }
  }

  /** What becomes of one coordinate. */
  @FunctionalInterface
  public interface Edit {
    /** The new value; the old one to leave it. */
    BigDecimal apply(Role role, Axis axis, BigDecimal value);
  }

  /**
   * Replaces each coordinate of a geometry in place. A box's corners are put in order first.
   *
   * @param type the geometry's type, such as {@code rectangle}
   * @param geometry the object that holds the geometry's keys
   * @throws IllegalArgumentException if the keys that the type needs are missing or malformed
   */
  public static void edit(String type, ObjectNode geometry, Edit edit) {
    switch (type) {
      case "rectangle" ->
          box(type, array(type, object(type, geometry, "points"), "exterior"), edit);
      case "oriented_bbox" -> box(type, array(type, geometry, "points"), edit);
      case "polygon", "line", "point" -> rings(type, object(type, geometry, "points"), edit);
      case "multipolygon" -> {
        for (JsonNode part : array(type, geometry, "parts")) {
          rings(type, asObject(type, part, "parts"), edit);
        }
      }
      case "graph" -> located(type, object(type, geometry, "nodes"), Role.VERTEX, edit);
      case "cuboid_2d" ->
          located(type, object(type, geometry, "vertices"), Role.CUBOID_VERTEX, edit);
      case "cuboid" -> ring(type, array(type, geometry, "points"), Role.CUBOID_VERTEX, edit);
      case "bitmap", "alpha_mask" ->
          point(type, array(type, object(type, geometry, "bitmap"), "origin"), Role.ORIGIN, edit);
      default -> {}
    }
  }

  private static void box(String type, ArrayNode corners, Edit edit) {
    if (corners.size() != 2) {
      throw malformed(type, "two corners, not " + corners.size());
    }
    ArrayNode first = asPoint(type, corners.get(0));
    ArrayNode second = asPoint(type, corners.get(1));
    for (Axis axis : Axis.values()) {
      BigDecimal a = number(type, first, axis);
      BigDecimal b = number(type, second, axis);
      set(first, axis, edit.apply(Role.TOP_LEFT, axis, a.min(b)));
      set(second, axis, edit.apply(Role.BOTTOM_RIGHT, axis, a.max(b)));
    }
  }

  private static void rings(String type, ObjectNode points, Edit edit) {
    ring(type, array(type, points, "exterior"), Role.VERTEX, edit);
    if (points.hasNonNull("interior")) {
      for (JsonNode hole : array(type, points, "interior")) {
        if (!(hole instanceof ArrayNode ring)) {
          throw malformed(type, "a list of points for each hole");
        }
        ring(type, ring, Role.VERTEX, edit);
      }
    }
  }

  private static void ring(String type, ArrayNode ring, Role role, Edit edit) {
    for (JsonNode each : ring) {
      point(type, asPoint(type, each), role, edit);
    }
  }

  private static void located(String type, ObjectNode nodes, Role role, Edit edit) {
    for (JsonNode node : nodes) {
      point(type, array(type, asObject(type, node, "loc"), "loc"), role, edit);
    }
  }

  private static void point(String type, ArrayNode point, Role role, Edit edit) {
    asPoint(type, point);
    for (Axis axis : Axis.values()) {
      set(point, axis, edit.apply(role, axis, number(type, point, axis)));
    }
  }

  private static BigDecimal number(String type, ArrayNode point, Axis axis) {
    JsonNode value = point.get(axis.index);
    if (!value.isNumber() || (value.isDouble() && !Double.isFinite(value.doubleValue()))) {
      throw malformed(type, "numbers as coordinates, not " + value);
    }
    return value.decimalValue();
  }

  private static void set(ArrayNode point, Axis axis, BigDecimal value) {
    BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    double number = rounded.doubleValue();
    // The node types that a parser would choose, so that trees compare as their texts do.
    boolean whole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
    point.set(axis.index, whole ? IntNode.valueOf((int) number) : DoubleNode.valueOf(number));
  }

  private static ArrayNode asPoint(String type, JsonNode node) {
    if (node instanceof ArrayNode point && point.size() == 2) {
      return point;
    }
    throw malformed(type, "points as [x, y], not " + node);
  }

  private static ObjectNode object(String type, ObjectNode holder, String key) {
    return asObject(type, holder.path(key), key);
  }

  private static ObjectNode asObject(String type, JsonNode node, String key) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw malformed(type, "an object at \"" + key + "\"");
  }

  private static ArrayNode array(String type, ObjectNode holder, String key) {
    if (holder.path(key) instanceof ArrayNode array) {
      return array;
    }
    throw malformed(type, "a list at \"" + key + "\"");
  }

  private static IllegalArgumentException malformed(String type, String wanted) {
    return new IllegalArgumentException("A geometry of type %s needs %s".formatted(type, wanted));
  }
}
