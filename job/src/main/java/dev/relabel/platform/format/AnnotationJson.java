package dev.relabel.platform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Annotation;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformAnnotation.ForeignLabel;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.List;

/** Annotations of whole images ↔ their JSON. */
public final class AnnotationJson {
  private AnnotationJson() {}

  /** An annotation whose labels are all new. */
  public static ObjectNode write(Annotation annotation) {
    ArrayNode objects = Json.array();
    ArrayNode tags = Json.array();
    annotation.tags().forEach(tag -> tags.add(TagJson.write(tag)));
    for (Label label : annotation.labels()) {
      if (label.geometry() instanceof WholeImage) {
        tags.add(LabelJson.imageTag(label));
      } else {
        objects.add(LabelJson.object(label));
      }
    }
    return write(annotation.width(), annotation.height(), tags, objects);
  }

  /**
   * An annotation with the IDs of its labels. Its foreign labels are not part of it: their shapes
   * are not known here, so whoever holds their JSON adds it.
   */
  public static ObjectNode write(PlatformAnnotation annotation) {
    ArrayNode objects = Json.array();
    annotation.labels().stream()
        .filter(label -> !(label.label().geometry() instanceof WholeImage)) // it is one of the tags
        .forEach(label -> objects.add(LabelJson.object(label)));
    ArrayNode tags = Json.array();
    annotation.tags().forEach(tag -> tags.add(TagJson.write(tag)));
    return write(annotation.width(), annotation.height(), tags, objects);
  }

  private static ObjectNode write(int width, int height, ArrayNode tags, ArrayNode objects) {
    ObjectNode node = Json.object().put("description", "");
    node.putObject("size").put("height", height).put("width", width);
    node.set("tags", tags);
    node.set("objects", objects);
    return node;
  }

  /**
   * What an annotation holds. A label that cannot be read, because its shape is not modelled, is
   * empty or lacks a key, becomes a {@link ForeignLabel}: it is counted and left alone, and does
   * not keep its image from being worked on.
   *
   * @param image the image it belongs to
   * @param annotation its JSON in the wire form
   * @throws UnreadableJsonException if size, tags or objects are missing or wrong
   */
  public static PlatformAnnotation read(ImageId image, JsonNode annotation) {
    JsonNode size = Json.object(annotation, "size");
    List<Tag> tags = new ArrayList<>();
    List<PlatformLabel> ofTheImage = new ArrayList<>();
    for (JsonNode tag : Json.array(annotation, "tags")) {
      tags.add(TagJson.read(tag));
      LabelJson.ofImageTag(tag).ifPresent(ofTheImage::add);
    }
    List<PlatformLabel> labels = new ArrayList<>();
    List<ForeignLabel> foreign = new ArrayList<>();
    for (JsonNode object : Json.array(annotation, "objects")) {
      try {
        labels.add(LabelJson.read(object));
      } catch (UnreadableJsonException | IllegalArgumentException e) {
        foreign.add(
            new ForeignLabel(
                LabelJson.id(object),
                Json.text(object, "classTitle", ""),
                LabelJson.shapeName(object)));
      }
    }
    labels.addAll(ofTheImage);
    return new PlatformAnnotation(
        image, pixels(size, "width"), pixels(size, "height"), labels, tags, foreign);
  }

  private static int pixels(JsonNode size, String key) {
    if (size.path(key).isNull()) {
      return 0; // a server that cannot read the image says nothing or 0
    }
    long pixels = Json.integer(size, key);
    if (pixels < 0 || pixels > Integer.MAX_VALUE) {
      throw new UnreadableJsonException(
          "An image's %s is 0 or more, not %s".formatted(key, pixels));
    }
    return (int) pixels;
  }
}
