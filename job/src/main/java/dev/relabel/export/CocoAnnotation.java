package dev.relabel.export;

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

/** Writes one label as an object of COCO's {@code annotations}; see {@link CocoExport}. */
final class CocoAnnotation {
  /** COCO's own files have hundredths of a pixel. */
  private static final double PIXEL_STEPS = 1000;

  /** A float's score turned into a double would show digits that mean nothing. */
  private static final double SCORE_STEPS = 1e6;

  /** How far a polygon may lie off the ellipse that it stands for, in pixels. */
  private static final double ELLIPSE_ERROR = 0.25;

  private final JsonGenerator json;
  private final CocoCategories categories;

  CocoAnnotation(JsonGenerator json, CocoCategories categories) {
    this.json = json;
    this.categories = categories;
  }

  /** Writes the object. */
  void write(long id, long imageId, ExportItem item, Label label) throws IOException {
    Geometry geometry = label.geometry();
    boolean isAboutAll = geometry instanceof WholeImage;
    Rectangle box =
        isAboutAll ? new Rectangle(0, 0, item.width(), item.height()) : geometry.bounds();
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeNumberField("image_id", imageId);
    json.writeNumberField("category_id", categories.id(label.className()));
    json.writeArrayFieldStart("bbox");
    pixels(box.left());
    pixels(box.top());
    pixels(box.width());
    pixels(box.height());
    json.writeEndArray();
    json.writeFieldName("area");
    pixels(isAboutAll ? box.area() : geometry.area());
    json.writeFieldName("segmentation");
    segmentation(geometry, item);
    json.writeNumberField("iscrowd", 0);
    if (label.score().isPresent()) {
      json.writeFieldName("score");
      number(label.score().getAsDouble(), SCORE_STEPS);
    }
    if (label.track().isPresent()) {
      json.writeNumberField("track_id", label.track().getAsLong());
    }
    if (geometry instanceof Keypoints keypoints) {
      keypoints(keypoints, categories.nodes(label.className(), keypoints));
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
    json.writeEndObject();
  }

  private void segmentation(Geometry geometry, ExportItem item) throws IOException {
    if (geometry instanceof Mask mask) {
      runLengths(mask, item);
      return;
    }
    if (geometry instanceof Polygon polygon && !polygon.holes().isEmpty()) {
      // COCO's polygons have no holes. One too thin to cover a pixel keeps at least its outline.
      Optional<Mask> mask = Conversions.toMask(polygon);
      if (mask.isPresent()) {
        runLengths(mask.get(), item);
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

  private void runLengths(Mask mask, ExportItem item) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("size");
    json.writeNumber(item.height());
    json.writeNumber(item.width());
    json.writeEndArray();
    json.writeArrayFieldStart("counts");
    for (int count : CocoRunLengths.of(mask, item.width(), item.height())) {
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
