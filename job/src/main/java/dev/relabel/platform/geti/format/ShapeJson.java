package dev.relabel.platform.geti.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Geometries ↔ Geti's shapes. Coordinates are continuous pixels from the top left corner on both
 * sides, so that no number is shifted; they are written in ten-thousandths of a pixel at the
 * finest, whole ones without a fraction.
 *
 * <table>
 * <caption>Shapes</caption>
 * <tr><th>type</th><th>ours</th><th>fields</th></tr>
 * <tr><td>RECTANGLE</td><td>rectangle</td><td>{@code x}, {@code y} top left, {@code width}, {@code
 *     height}</td></tr>
 * <tr><td>ROTATED_RECTANGLE</td><td>oriented rectangle</td><td>{@code x}, {@code y} of the centre,
 *     {@code width}, {@code height}, {@code angle} in degrees clockwise</td></tr>
 * <tr><td>ELLIPSE</td><td>ellipse</td><td>those of its box</td></tr>
 * <tr><td>POLYGON</td><td>polygon without holes</td><td>{@code points} of {@code x}, {@code y}</td>
 *     </tr>
 * <tr><td>KEYPOINT</td><td>point, or keypoints of one node</td><td>{@code x}, {@code y}, {@code
 *     is_visible}</td></tr>
 * </table>
 */
public final class ShapeJson {
  /** How many points the server takes; see {@link FittedShapes} for more. */
  public static final int MOST_POINTS = 5000;

  /** Answers are not bound to what the server takes, but somewhere they end. */
  private static final int MOST_POINTS_READ = 100_000;

  private static final Set<String> TYPES =
      Set.of("RECTANGLE", "ELLIPSE", "ROTATED_RECTANGLE", "POLYGON", "KEYPOINT");
  private static final double FARTHEST = 1e9;
  private static final int DECIMALS = 4;

  private ShapeJson() {}

  /**
   * The shape as JSON.
   *
   * @throws IllegalArgumentException if Geti has no such shape; {@link FittedShapes} makes some
   */
  public static ObjectNode write(Geometry geometry) {
    if (geometry instanceof Rectangle box) {
      return box("RECTANGLE", box);
    }
    if (geometry instanceof Ellipse ellipse) {
      return box("ELLIPSE", ellipse.box());
    }
    if (geometry instanceof OrientedRectangle box) {
      ObjectNode shape = of("ROTATED_RECTANGLE");
      put(shape, "x", box.centerX());
      put(shape, "y", box.centerY());
      put(shape, "width", box.width());
      put(shape, "height", box.height());
      put(shape, "angle", Math.toDegrees(box.angle()));
      return shape;
    }
    if (geometry instanceof Polygon polygon && polygon.holes().isEmpty()) {
      ObjectNode shape = of("POLYGON");
      ArrayNode points = shape.putArray("points");
      polygon.exterior().forEach(each -> putPosition(points.addObject(), each));
      return shape;
    }
    if (geometry instanceof Point point) {
      return keypoint(point).put("is_visible", true);
    }
    if (geometry instanceof Keypoints keypoints && keypoints.nodes().size() == 1) {
      Keypoints.Node node = keypoints.nodes().get(0);
      return keypoint(node.at()).put("is_visible", node.visible());
    }
    throw new IllegalArgumentException(
        "Geti has no shape for %s as it is. Fit it to the image first."
            .formatted(geometry.kind().tableName()));
  }

  private static ObjectNode of(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode box(String type, Rectangle box) {
    ObjectNode shape = of(type);
    BigDecimal left = decimal(box.left());
    BigDecimal top = decimal(box.top());
    putPosition(shape, new Point(box.left(), box.top()));
    // The far edge is what is rounded: the server refuses boxes that reach beyond the image.
    put(shape, "width", decimal(box.right()).subtract(left));
    put(shape, "height", decimal(box.bottom()).subtract(top));
    return shape;
  }

  private static ObjectNode keypoint(Point at) {
    ObjectNode shape = of("KEYPOINT");
    putPosition(shape, at);
    return shape;
  }

  private static void putPosition(ObjectNode into, Point at) {
    put(into, "x", at.x());
    put(into, "y", at.y());
  }

  private static void put(ObjectNode into, String key, double value) {
    put(into, key, decimal(value));
  }

  private static void put(ObjectNode into, String key, BigDecimal value) {
    if (value.signum() == 0 || value.stripTrailingZeros().scale() <= 0) {
      into.put(key, value.longValue());
    } else {
      into.put(key, value.doubleValue());
    }
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** Whether there are shapes of this {@code type}. */
  public static boolean isKnown(String type) {
    return TYPES.contains(type);
  }

  /**
   * The geometry that a shape describes. Keys that are not known are passed over.
   *
   * @param keypoint what the node is called that a KEYPOINT becomes, as Geti names it by its label
   * @throws UnreadableJsonException if a key is missing, has the wrong type or size, or the type is
   *     not known
   * @throws IllegalArgumentException if the shape is empty
   */
  public static Geometry read(JsonNode shape, String keypoint) {
    String type = Json.text(shape, "type");
    return switch (type) {
      case "RECTANGLE" -> box(shape);
      case "ELLIPSE" -> new Ellipse(box(shape));
      case "ROTATED_RECTANGLE" ->
          new OrientedRectangle(
              number(shape, "x"),
              number(shape, "y"),
              Math.abs(number(shape, "width")), // the server checks no sign
              Math.abs(number(shape, "height")),
              Math.toRadians(number(shape, "angle")));
      case "POLYGON" -> polygon(Json.array(shape, "points"));
      case "KEYPOINT" ->
          new Keypoints(
              List.of(
                  new Keypoints.Node(
                      keypoint, position(shape), shape.path("is_visible").asBoolean(true))));
      default -> throw new UnreadableJsonException("No shape that we know: " + type);
    };
  }

  private static Rectangle box(JsonNode shape) {
    double left = number(shape, "x");
    double top = number(shape, "y");
    return new Rectangle(left, top, left + number(shape, "width"), top + number(shape, "height"));
  }

  private static Polygon polygon(ArrayNode points) {
    if (points.size() < 3 || points.size() > MOST_POINTS_READ) {
      throw new UnreadableJsonException(
          "A polygon has 3 to %s points, not %s".formatted(MOST_POINTS_READ, points.size()));
    }
    List<Point> ring = new ArrayList<>(points.size());
    points.forEach(each -> ring.add(position(each)));
    return new Polygon(ring, List.of());
  }

  private static Point position(JsonNode node) {
    return new Point(number(node, "x"), number(node, "y"));
  }

  private static double number(JsonNode node, String key) {
    double value = Json.asNumber(node.path(key), key);
    if (!(Math.abs(value) <= FARTHEST)) { // NaN too
      throw new UnreadableJsonException("%s is beyond any image: %s".formatted(key, value));
    }
    return value;
  }
}
