package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Geometries ↔ the keys that describe them in Supervisely's JSON, in the wire form.
 *
 * <table>
 * <caption>Shapes</caption>
 * <tr><th>shape</th><th>keys</th></tr>
 * <tr><td>rectangle</td><td>{@code points.exterior: [[left, top], [right, bottom]]}</td></tr>
 * <tr><td>polygon, line, point</td><td>{@code points.exterior}, {@code points.interior}</td></tr>
 * <tr><td>bitmap</td><td>{@code bitmap.origin}, {@code bitmap.data} (see {@link BitmapCodec})</td></tr>
 * <tr><td>graph</td><td>{@code nodes.<name>.loc}, {@code disabled} for one that is not seen</td></tr>
 * <tr><td>oriented_bbox</td><td>{@code points: [[left, top], [right, bottom]]} of the box before it
 *     is turned about its centre, {@code angle} in radians clockwise</td></tr>
 * </table>
 *
 * <p>Coordinates are written in thousandths of a pixel at the finest, whole ones without a
 * fraction.
 */
public final class GeometryJson {
  private static final double COORDINATE_STEPS = 1000;
  // At 10 000 px from the centre this still is a thousandth of a pixel.
  private static final double ANGLE_STEPS = 1e7;
  // Sums of an origin and a size must stay integers.
  private static final int FARTHEST_PIXEL = 1_000_000_000;

  private GeometryJson() {}

  /** The keys of a geometry, as {@code figures.*} put them into {@code geometry}. */
  public static ObjectNode write(Geometry geometry) {
    ObjectNode keys = Json.object();
    write(geometry, keys);
    return keys;
  }

  /**
   * Puts the keys of a geometry beside others, as {@code annotations.*} have them.
   *
   * @throws IllegalArgumentException if Supervisely has no such shape
   */
  public static void write(Geometry geometry, ObjectNode into) {
    if (geometry instanceof Rectangle box) {
      points(into, corners(box), List.of());
    } else if (geometry instanceof OrientedRectangle box) {
      into.set(
          "points",
          ring(
              corners(
                  new Rectangle(
                      box.centerX() - box.width() / 2,
                      box.centerY() - box.height() / 2,
                      box.centerX() + box.width() / 2,
                      box.centerY() + box.height() / 2))));
      into.set("angle", number(box.angle(), ANGLE_STEPS));
    } else if (geometry instanceof Polygon polygon) {
      points(into, polygon.exterior(), polygon.holes());
    } else if (geometry instanceof Polyline line) {
      points(into, line.points(), List.of());
    } else if (geometry instanceof Point point) {
      points(into, List.of(point), List.of());
    } else if (geometry instanceof Mask mask) {
      ObjectNode bitmap = into.putObject("bitmap");
      bitmap.putArray("origin").add(mask.left()).add(mask.top());
      bitmap.put("data", BitmapCodec.encode(mask));
    } else if (geometry instanceof Keypoints keypoints) {
      ObjectNode nodes = into.putObject("nodes");
      for (Keypoints.Node node : keypoints.nodes()) {
        ObjectNode written = nodes.putObject(node.name());
        written.set("loc", position(node.at()));
        if (!node.visible()) {
          written.put("disabled", true);
        }
      }
    } else {
      ShapeName.of(geometry.kind()); // says which shape has no name there
      throw new IllegalStateException("No JSON form for " + geometry.kind());
    }
  }

  /**
   * The geometry that these keys describe.
   *
   * @param kind its kind, from the label's {@code geometryType}
   * @param keys an object that holds the geometry's keys, beside any others
   * @throws UnreadableJsonException if a key is missing or has the wrong type
   * @throws IllegalArgumentException if the shape is empty or not finite
   */
  public static Geometry read(GeometryKind kind, JsonNode keys) {
    return switch (kind) {
      case RECTANGLE -> box(exterior(keys));
      case ORIENTED_RECTANGLE -> {
        Rectangle box = box(ring(keys.path("points"), "points"));
        yield new OrientedRectangle(
            (box.left() + box.right()) / 2,
            (box.top() + box.bottom()) / 2,
            box.width(),
            box.height(),
            Json.asNumber(keys.path("angle"), "angle"));
      }
      case POLYGON -> new Polygon(exterior(keys), interior(keys));
      case POLYLINE -> new Polyline(exterior(keys));
      case POINT -> {
        List<Point> points = exterior(keys);
        if (points.size() != 1) {
          throw new UnreadableJsonException(
              "A point has one position in \"points.exterior\", not " + points.size());
        }
        yield points.get(0);
      }
      case MASK -> {
        JsonNode bitmap = Json.object(keys, "bitmap");
        Point origin = position(bitmap.path("origin"), "bitmap.origin");
        yield BitmapCodec.decode(pixel(origin.x()), pixel(origin.y()), Json.text(bitmap, "data"));
      }
      case KEYPOINTS -> keypoints(Json.object(keys, "nodes"));
      case ELLIPSE -> throw new UnreadableJsonException("Supervisely has no ellipse");
      case IMAGE -> throw new UnreadableJsonException("Supervisely has no shape for a whole image");
    };
  }

  private static List<Point> corners(Rectangle box) {
    double left = round(box.left(), COORDINATE_STEPS);
    double top = round(box.top(), COORDINATE_STEPS);
    double right = round(box.right(), COORDINATE_STEPS);
    double bottom = round(box.bottom(), COORDINATE_STEPS);
    // A sliver must not become empty by rounding: nobody could read it any more. It grows towards
    // where it was, as its other side may be the image's border.
    if (right <= left) {
      boolean roundedUp = left > (box.left() + box.right()) / 2;
      left = roundedUp ? round(left - 1 / COORDINATE_STEPS, COORDINATE_STEPS) : left;
      right = roundedUp ? right : round(left + 1 / COORDINATE_STEPS, COORDINATE_STEPS);
    }
    if (bottom <= top) {
      boolean roundedUp = top > (box.top() + box.bottom()) / 2;
      top = roundedUp ? round(top - 1 / COORDINATE_STEPS, COORDINATE_STEPS) : top;
      bottom = roundedUp ? bottom : round(top + 1 / COORDINATE_STEPS, COORDINATE_STEPS);
    }
    return List.of(new Point(left, top), new Point(right, bottom));
  }

  private static void points(ObjectNode into, List<Point> exterior, List<List<Point>> holes) {
    ObjectNode points = into.putObject("points");
    points.set("exterior", ring(exterior));
    ArrayNode interior = points.putArray("interior");
    holes.forEach(hole -> interior.add(ring(hole)));
  }

  private static ArrayNode ring(List<Point> ring) {
    ArrayNode array = Json.array();
    ring.forEach(point -> array.add(position(point)));
    return array;
  }

  private static ArrayNode position(Point point) {
    return Json.array()
        .add(number(point.x(), COORDINATE_STEPS))
        .add(number(point.y(), COORDINATE_STEPS));
  }

  private static double round(double value, double steps) {
    double rounded = Math.rint(value * steps) / steps;
    return Double.isFinite(rounded) ? rounded : value;
  }

  private static JsonNode number(double value, double steps) {
    double rounded = round(value, steps);
    return rounded == Math.rint(rounded) && Math.abs(rounded) < Long.MAX_VALUE
        ? Json.array().numberNode((long) rounded)
        : Json.array().numberNode(rounded);
  }

  private static Rectangle box(List<Point> corners) {
    if (corners.size() != 2) {
      throw new UnreadableJsonException("A box has two corners, not " + corners.size());
    }
    Point a = corners.get(0);
    Point b = corners.get(1);
    return new Rectangle(
        Math.min(a.x(), b.x()),
        Math.min(a.y(), b.y()),
        Math.max(a.x(), b.x()),
        Math.max(a.y(), b.y()));
  }

  private static List<Point> exterior(JsonNode keys) {
    return ring(Json.object(keys, "points").path("exterior"), "points.exterior");
  }

  private static List<List<Point>> interior(JsonNode keys) {
    List<List<Point>> holes = new ArrayList<>();
    JsonNode interior = keys.path("points").path("interior");
    if (!interior.isMissingNode() && !interior.isNull()) {
      for (JsonNode hole : Json.asArray(interior, "points.interior")) {
        holes.add(ring(hole, "points.interior"));
      }
    }
    return holes;
  }

  private static List<Point> ring(JsonNode array, String what) {
    List<Point> points = new ArrayList<>();
    for (JsonNode point : Json.asArray(array, what)) {
      points.add(position(point, what));
    }
    return points;
  }

  private static Point position(JsonNode pair, String what) {
    ArrayNode array = Json.asArray(pair, what);
    if (array.size() != 2) {
      throw new UnreadableJsonException(
          "A position in \"%s\" has two numbers, not %s".formatted(what, array.size()));
    }
    return new Point(Json.asNumber(array.get(0), what), Json.asNumber(array.get(1), what));
  }

  private static int pixel(double coordinate) {
    double floor = Math.floor(coordinate);
    if (Math.abs(floor) > FARTHEST_PIXEL) {
      throw new UnreadableJsonException("A bitmap begins at pixel " + coordinate);
    }
    return (int) floor;
  }

  private static Keypoints keypoints(ObjectNode nodes) {
    List<Keypoints.Node> read = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : nodes.properties()) {
      read.add(
          new Keypoints.Node(
              each.getKey(),
              position(each.getValue().path("loc"), "nodes.loc"),
              !each.getValue().path("disabled").asBoolean(false)));
    }
    return new Keypoints(read);
  }
}
