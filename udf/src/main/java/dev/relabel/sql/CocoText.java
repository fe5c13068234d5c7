package dev.relabel.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.coco.CocoAnnotation;
import dev.relabel.sql.Arguments.Numbered;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The labels of one image as the objects of COCO's {@code annotations}.
 *
 * <pre>
 * [{"id": 1, "category_id": 3, "category_name": "car", "bbox": [x, y, width, height], "area": …,
 *   "segmentation": …, "iscrowd": 0, "score": 0.91, "geometry": "rectangle"}, …]
 * </pre>
 *
 * <p>{@code id} counts the labels of the array from 1; {@code image_id} is for whoever knows the
 * images. {@code category_id} is the label's {@code class_index} plus 1, as in exported files, and
 * missing where that is null; {@code category_name}, which COCO keeps elsewhere, is always there.
 * What becomes of each shape: {@link CocoAnnotation}. Keypoints are in the order of the first label
 * of their class.
 */
final class CocoText {
  private static final JsonFactory JSON = new JsonFactory();

  private CocoText() {}

  /** On the smallest image from the origin on that holds all labels. */
  static String of(List<Numbered> labels) {
    double right = 1;
    double bottom = 1;
    for (Numbered each : labels) {
      Rectangle box = each.label().geometry().bounds();
      right = Math.max(right, box.right());
      bottom = Math.max(bottom, box.bottom());
    }
    return write(labels, (int) Math.ceil(right), (int) Math.ceil(bottom));
  }

  /** On an image of this size in pixels. */
  static String of(List<Numbered> labels, int width, int height) {
    return write(
        labels.stream().flatMap(each -> clipped(each, width, height).stream()).toList(),
        width,
        height);
  }

  private static Optional<Numbered> clipped(Numbered each, int width, int height) {
    Geometry shape = each.label().geometry();
    return shape instanceof WholeImage
        ? Optional.of(each)
        : shape
            .clipped(width, height)
            .map(rest -> new Numbered(each.label().withGeometry(rest), each.classIndex()));
  }

  private static String write(List<Numbered> labels, int width, int height) {
    if ((long) width * height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "COCO's run lengths cannot count the pixels of %s × %s".formatted(width, height));
    }
    StringWriter text = new StringWriter();
    Map<String, List<String>> nodes = new HashMap<>();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      CocoAnnotation annotation = new CocoAnnotation(json);
      json.writeStartArray();
      int id = 0;
      for (Numbered each : labels) {
        json.writeStartObject();
        json.writeNumberField("id", ++id);
        if (each.classIndex() != null) {
          json.writeNumberField("category_id", each.classIndex() + 1);
        }
        json.writeStringField("category_name", each.label().className());
        annotation.writeFields(each.label(), width, height, nodes(each, nodes));
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Could not write JSON into memory", impossible);
    }
    return text.toString();
  }

  private static List<String> nodes(Numbered each, Map<String, List<String>> ofClasses) {
    return each.label().geometry() instanceof Keypoints keypoints
        ? ofClasses.computeIfAbsent(
            each.label().className(),
            name -> keypoints.nodes().stream().map(Keypoints.Node::name).toList())
        : List.of();
  }
}
