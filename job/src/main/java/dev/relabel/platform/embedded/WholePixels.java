package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.GeometryCoordinates;
import dev.relabel.platform.format.GeometryCoordinates.Axis;
import dev.relabel.platform.format.GeometryCoordinates.Role;
import dev.relabel.platform.local.ImageSize;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What clients get that do not ask for {@code integerCoords: false}: indexes of pixels, last one
 * included, rounded as the platform's SDK does (fact sheet, 3.3).
 */
final class WholePixels {
  private static final BigDecimal NEAR_UP_FROM = new BigDecimal("0.7");
  private static final BigDecimal FAR_UP_FROM = new BigDecimal("0.3");

  private WholePixels() {}

  /**
   * Rounds a geometry in wire coordinates in place.
   *
   * @param size the image's; where unknown, nothing is moved off its far edges
   */
  static void round(String type, ObjectNode geometry, ImageSize size) {
    GeometryCoordinates.edit(
        type,
        geometry,
        (role, axis, value) -> round(role, value, axis == Axis.X ? size.width() : size.height()));
    if (type.equals("rectangle")) {
      keepOrder((ArrayNode) geometry.path("points").path("exterior"));
    } else if (type.equals("oriented_bbox")) {
      keepOrder((ArrayNode) geometry.path("points"));
    }
  }

  private static BigDecimal round(Role role, BigDecimal value, int length) {
    return switch (role) {
      case TOP_LEFT -> roundFrom(NEAR_UP_FROM, value);
      case BOTTOM_RIGHT -> roundFrom(FAR_UP_FROM, value).subtract(BigDecimal.ONE);
      case VERTEX, ORIGIN -> {
        BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
        boolean onEdge = role == Role.VERTEX && length > 0 && floor.intValue() == length;
        yield onEdge ? floor.subtract(BigDecimal.ONE) : floor;
      }
      case CUBOID_VERTEX -> value;
    };
  }

  private static BigDecimal roundFrom(BigDecimal threshold, BigDecimal value) {
    BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
    return value.subtract(floor).compareTo(threshold) >= 0 ? floor.add(BigDecimal.ONE) : floor;
  }

  private static void keepOrder(ArrayNode corners) {
    for (int axis = 0; axis < 2; axis++) {
      if (corners.path(1).path(axis).asLong() < corners.path(0).path(axis).asLong()) {
        ((ArrayNode) corners.get(1)).set(axis, corners.path(0).path(axis));
      }
    }
  }
}
