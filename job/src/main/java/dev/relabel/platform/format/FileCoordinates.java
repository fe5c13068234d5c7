package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.GeometryCoordinates.Axis;
import dev.relabel.platform.format.GeometryCoordinates.Role;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a label's JSON between the two conventions of Supervisely's format (fact sheet, 3.3).
 *
 * <table>
 * <caption>What the same shape looks like</caption>
 * <tr><th></th><th>file of a local project</th><th>wire ({@code annotations.*})</th></tr>
 * <tr><td>meaning</td><td>indexes of pixels, last one included</td><td>continuous positions</td></tr>
 * <tr><td>rectangle, oriented_bbox</td><td>left, top, right − 1, bottom − 1</td>
 *     <td>left, top, right, bottom</td></tr>
 * <tr><td>polygon, line, point, graph, multipolygon</td><td>x − 0.5, y − 0.5</td><td>x, y</td></tr>
 * <tr><td>masks, cuboids, unknown shapes</td><td colspan="2">the same</td></tr>
 * </table>
 *
 * <p>A box narrower or lower than a pixel covers one pixel in a file, as corners out of order would
 * confuse its readers; its true width and height are kept beside it at {@value #THIN}.
 *
 * <p>Fractions are kept, so nothing is lost: there and back again is the identity within 1e-9 of a
 * pixel, and exact for anything written with at most nine decimals. All other keys stay as they
 * are.
 */
public final class FileCoordinates {
  /** Key in a file with {@code [width, height]} of a box thinner than a pixel. */
  static final String THIN = "thinBox";

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private FileCoordinates() {}

  /**
   * A copy of a label, as a file holds it, in wire coordinates.
   *
   * @param label a label with its type at {@code geometryType} (or {@code shape}) and its geometry
   *     beside it or inside {@code geometry}
   * @throws IllegalArgumentException if the type is missing or the geometry does not fit it
   */
  public static ObjectNode toWire(ObjectNode label) {
    ObjectNode copy = label.deepCopy();
    JsonNode thin = copy.remove(THIN);
    ObjectNode geometry = geometry(copy);
    Map<Axis, BigDecimal> near = new EnumMap<>(Axis.class);
    GeometryCoordinates.edit(
        type(copy),
        geometry,
        (role, axis, value) -> {
          if (role == Role.TOP_LEFT) {
            near.put(axis, value);
          } else if (role == Role.BOTTOM_RIGHT && thin != null && same(value, near.get(axis))) {
            return value.add(size(thin, axis));
          }
          return value.add(offset(role));
        });
    return copy;
  }

  /**
   * A copy of a label, as the wire carries it, in a file's coordinates; see {@link #toWire}.
   *
   * @throws IllegalArgumentException if the type is missing or the geometry does not fit it
   */
  public static ObjectNode toFile(ObjectNode label) {
    ObjectNode copy = label.deepCopy();
    Map<Axis, BigDecimal> near = new EnumMap<>(Axis.class);
    Map<Axis, BigDecimal> size = new EnumMap<>(Axis.class);
    GeometryCoordinates.edit(
        type(copy),
        geometry(copy),
        (role, axis, value) -> {
          BigDecimal moved = value.subtract(offset(role));
          if (role == Role.TOP_LEFT) {
            near.put(axis, value);
          } else if (role == Role.BOTTOM_RIGHT) {
            BigDecimal first = near.getOrDefault(axis, moved);
            size.put(axis, value.subtract(first));
            return moved.max(first);
          }
          return moved;
        });
    if (size.values().stream().anyMatch(each -> each.compareTo(BigDecimal.ONE) < 0)) {
      ArrayNode thin = copy.putArray(THIN);
      size.values().forEach(each -> thin.add(each.doubleValue()));
    }
    return copy;
  }

  /**
   * A copy of a label, as the wire carries it, in a file's coordinates and on whole pixels, as
   * figures of videos are: each edge moves by half a pixel at most, and a box covers one at least.
   *
   * @param width of the frame, whose last pixel takes what lies on its edge
   * @param height of the frame
   */
  public static ObjectNode toPixels(ObjectNode label, int width, int height) {
    ObjectNode copy = label.deepCopy();
    Map<Axis, BigDecimal> first = new EnumMap<>(Axis.class);
    Map<Axis, BigDecimal> behind = new EnumMap<>(Axis.class);
    GeometryCoordinates.edit(
        type(copy),
        geometry(copy),
        (role, axis, value) -> {
          if (role == Role.TOP_LEFT) {
            first.put(axis, value);
          } else if (role == Role.BOTTOM_RIGHT) {
            behind.put(axis, value);
          }
          return value;
        });
    GeometryCoordinates.edit(
        type(copy),
        geometry(copy),
        (role, axis, value) -> {
          BigDecimal last = BigDecimal.valueOf((axis == Axis.X ? width : height) - 1L);
          BigDecimal from = first.getOrDefault(axis, value);
          boolean isThin =
              behind.getOrDefault(axis, value).subtract(from).compareTo(BigDecimal.ONE) < 0;
          BigDecimal near =
              from.setScale(0, isThin ? RoundingMode.FLOOR : RoundingMode.HALF_UP).min(last);
          return switch (role) {
            case TOP_LEFT -> near;
            case BOTTOM_RIGHT ->
                isThin
                    ? near
                    : value
                        .setScale(0, RoundingMode.HALF_UP)
                        .subtract(BigDecimal.ONE)
                        .max(near)
                        .min(last);
            case VERTEX -> value.setScale(0, RoundingMode.FLOOR).min(last);
            case ORIGIN, CUBOID_VERTEX -> value;
          };
        });
    return copy;
  }

  private static boolean same(BigDecimal a, @Nullable BigDecimal b) {
    return b != null && a.compareTo(b) == 0;
  }

  private static BigDecimal size(JsonNode thin, Axis axis) {
    JsonNode size = thin.path(axis == Axis.X ? 0 : 1);
    return size.isNumber() && size.doubleValue() < 1 ? size.decimalValue() : BigDecimal.ONE;
  }

  private static BigDecimal offset(Role role) {
    return switch (role) {
      case BOTTOM_RIGHT -> BigDecimal.ONE;
      case VERTEX -> HALF;
      case TOP_LEFT, ORIGIN, CUBOID_VERTEX -> BigDecimal.ZERO;
    };
  }

  /** The geometry type that a label names. */
  private static String type(ObjectNode label) {
    JsonNode type =
        label.hasNonNull("geometryType") ? label.get("geometryType") : label.path("shape");
    if (!type.isTextual()) {
      throw new IllegalArgumentException("A label needs its type at \"geometryType\"");
    }
    return type.textValue();
  }

  private static ObjectNode geometry(ObjectNode label) {
    return label.path("geometry") instanceof ObjectNode geometry ? geometry : label;
  }
}
