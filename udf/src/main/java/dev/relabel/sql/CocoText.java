package dev.relabel.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.coco.CocoAnnotation;
import dev.relabel.sql.Arguments.Numbered;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * What becomes of each shape: {@link CocoAnnotation}. Keypoints are in the order of {@code
 * keypoint_names}, which COCO keeps elsewhere, too: those that any label of the class has, in the
 * order of the one that has most.
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
    return write(labels, nodes(labels), (int) Math.ceil(right), (int) Math.ceil(bottom));
  }

  /** On an image of this size in pixels. */
  static String of(List<Numbered> labels, int width, int height) {
    return write(
        labels.stream().flatMap(each -> clipped(each, width, height).stream()).toList(),
        nodes(labels),
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

  private static String write(
      List<Numbered> labels, Map<String, List<String>> nodes, int width, int height) {
    boolean hasRuns = labels.stream().anyMatch(each -> isWrittenAsRuns(each.label().geometry()));
    if (hasRuns && (long) width * height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "COCO's run lengths cannot count the pixels of %s × %s".formatted(width, height));
    }
    StringWriter text = new StringWriter();
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
        List<String> names = nodes.getOrDefault(each.label().className(), List.of());
        annotation.writeFields(each.label(), width, height, names);
        if (each.label().geometry() instanceof Keypoints) {
          json.writeArrayFieldStart("keypoint_names");
          for (String name : names) {
            json.writeString(name);
          }
          json.writeEndArray();
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Could not write JSON into memory", impossible);
    }
    return text.toString();
  }

  private static boolean isWrittenAsRuns(Geometry shape) {
    return shape instanceof Mask
        || (shape instanceof Polygon polygon && !polygon.holes().isEmpty());
  }

  /**
   * The names of the keypoints of each class: a label lacks those off the image, so one alone may
   * not know them all.
   */
  private static Map<String, List<String>> nodes(List<Numbered> labels) {
    Map<String, Set<String>> names = new HashMap<>();
    labels.stream()
        .map(Numbered::label)
        .filter(label -> label.geometry() instanceof Keypoints)
        .sorted(Comparator.comparingInt(label -> -nodes(label).size()))
        .forEach(
            label ->
                names
                    .computeIfAbsent(label.className(), name -> new LinkedHashSet<>())
                    .addAll(nodes(label)));
    Map<String, List<String>> ordered = new HashMap<>();
    names.forEach((name, all) -> ordered.put(name, List.copyOf(all)));
    return ordered;
  }

  private static List<String> nodes(Label label) {
    return ((Keypoints) label.geometry()).nodes().stream().map(Keypoints.Node::name).toList();
  }
}
