package dev.relabel.coco;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one label as an object of COCO's {@code annotations}, all but the numbers that tie it to
 * an image and a category.
 *
 * <table>
 * <caption>What becomes of each geometry, beside {@code bbox} and {@code area}</caption>
 * <tr><th>geometry</th><th>written as</th></tr>
 * <tr><td>rectangle</td><td>a polygon of its four corners</td></tr>
 * <tr><td>oriented rectangle</td><td>polygon of its corners</td></tr>
 * <tr><td>polygon</td><td>polygon; with holes, run lengths, as COCO's polygons have none</td></tr>
 * <tr><td>ellipse</td><td>polygon, at most a quarter pixel off; {@code bbox} is exact</td></tr>
 * <tr><td>mask</td><td>uncompressed run lengths</td></tr>
 * <tr><td>keypoints</td><td>{@code keypoints}, in the order that the caller gives</td></tr>
 * <tr><td>point, polyline</td><td>{@code point}, {@code polyline}: ours, COCO has none</td></tr>
 * </table>
 *
 * <p>{@code geometry} says which of these it was; a label's tags are {@code attributes}.
 * Coordinates are rounded to thousandths of a pixel. Confined to one thread.
 */
public final class CocoAnnotation {
  /** COCO's own files have hundredths of a pixel. */
  private static final double PIXEL_STEPS = 1000;

  /** A float's score turned into a double would show digits that mean nothing. */
  private static final double SCORE_STEPS = 1e6;

  /** How far a polygon may lie off the ellipse that it stands for, in pixels. */
  private static final double ELLIPSE_ERROR = 0.25;

  private final JsonGenerator json;

  /**
   * A writer.
   *
   * @param json where to; closed by its owner
   */
  public CocoAnnotation(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes the fields of an object that has been begun.
   *
   * @param width columns of the image, positive
   * @param height rows of the image, positive
   * @param nodes names of the keypoints of the label's class, in their order; not looked at for
   *     other shapes
   */
  public void writeFields(Label label, int width, int height, List<String> nodes)
      throws IOException {
    Geometry geometry = label.geometry();
    boolean isAboutAll = geometry instanceof WholeImage;
    Rectangle box = isAboutAll ? new Rectangle(0, 0, width, height) : geometry.bounds();
    json.writeArrayFieldStart("bbox");
    pixels(box.left());
    pixels(box.top());
    pixels(box.width());
    pixels(box.height());
    json.writeEndArray();
    json.writeFieldName("area");
    pixels(isAboutAll ? box.area() : geometry.area());
    json.writeFieldName("segmentation");
    segmentation(geometry, width, height);
    json.writeNumberField("iscrowd", 0);
    if (label.score().isPresent()) {
      json.writeFieldName("score");
      number(label.score().getAsDouble(), SCORE_STEPS);
    }
    if (label.track().isPresent()) {
      json.writeNumberField("track_id", label.track().getAsLong());
    }
    if (geometry instanceof Keypoints keypoints) {
      keypoints(keypoints, nodes);
    } else if (geometry instanceof Point point) {
      json.writeArrayFieldStart("point");
      position(point);
      json.writeEndArray();
    } else if (geometry instanceof Polyline polyline) {
      json.writeFieldName("polyline");
      ring(polyline.points());
    }
    json.writeStringField("geometry", geometry.kind().tableName());
    tags(label.tags());
  }

  private void segmentation(Geometry geometry, int width, int height) throws IOException {
    if (geometry instanceof Mask mask) {
      runLengths(mask, width, height);
      return;
    }
    if (geometry instanceof Polygon polygon && !polygon.holes().isEmpty()) {
      // COCO's polygons have no holes. One too thin to cover a pixel keeps at least its outline.
      Optional<Mask> mask = Conversions.toMask(polygon);
      if (mask.isPresent()) {
        runLengths(mask.get(), width, height);
        return;
      }
    }
    json.writeStartArray();
    if (geometry instanceof Polygon polygon) {
      ring(polygon.exterior());
    } else if (geometry instanceof Rectangle box) {
      // COCO's own tools read masks, and IoU of masks, from here only, never from bbox.
      ring(Conversions.toPolygon(box).exterior());
    } else if (geometry instanceof OrientedRectangle box) {
      ring(box.corners().exterior());
    } else if (geometry instanceof Ellipse ellipse) {
      ring(Conversions.toPolygon(ellipse, ELLIPSE_ERROR).exterior());
    }
    json.writeEndArray();
  }

  private void runLengths(Mask mask, int width, int height) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("size");
    json.writeNumber(height);
    json.writeNumber(width);
    json.writeEndArray();
    json.writeArrayFieldStart("counts");
    for (int count : CocoRunLengths.of(mask, width, height)) {
      json.writeNumber(count);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void keypoints(Keypoints keypoints, List<String> names) throws IOException {
    Map<String, Keypoints.Node> byName = new HashMap<>();
    keypoints.nodes().forEach(node -> byName.put(node.name(), node));
    json.writeArrayFieldStart("keypoints");
    for (String name : names) {
      Keypoints.Node node = byName.get(name);
      if (node == null) {
        json.writeNumber(0);
        json.writeNumber(0);
        json.writeNumber(0);
      } else {
        position(node.at());
        json.writeNumber(node.visible() ? 2 : 1);
      }
    }
    json.writeEndArray();
    json.writeNumberField("num_keypoints", keypoints.nodes().size());
  }

  private void tags(List<Tag> tags) throws IOException {
    if (tags.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("attributes");
    for (Tag tag : tags) {
      json.writeFieldName(tag.name());
      if (tag.value() instanceof Double number) {
        json.writeNumber(number);
      } else if (tag.value() instanceof String text) {
        json.writeString(text);
      } else {
        json.writeBoolean(true);
      }
    }
    json.writeEndObject();
  }

  private void ring(List<Point> points) throws IOException {
    json.writeStartArray();
    for (Point point : points) {
      position(point);
    }
    json.writeEndArray();
  }

  private void position(Point point) throws IOException {
    pixels(point.x());
    pixels(point.y());
  }

  private void pixels(double value) throws IOException {
    number(value, PIXEL_STEPS);
  }

  /** A number without digits that mean nothing, and without a fraction where it is whole. */
  private void number(double value, double steps) throws IOException {
    double rounded = Math.rint(value * steps) / steps;
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
      json.writeNumber((long) rounded);
    } else {
      json.writeNumber(rounded);
    }
  }
}
