package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalVideo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A frame of a video as a place for a scene.
 *
 * @param frame its number, from 0
 * @param size of the video's frames
 */
record FramePlace(LocalVideo entity, long frame, ImageSize size) implements Place {
  @Override
  public ObjectNode identifier() {
    return Json.object()
        .put("type", "video_frame")
        .put("video_id", GetiId.of(Kind.VIDEO, entity.id()))
        .put("frame_index", frame);
  }

  @Override
  public ImageSize size(ObjectNode annotation) {
    return size;
  }

  @Override
  public JsonNode written(ObjectNode annotation) {
    return annotation.path(KEY).path(Long.toString(frame));
  }

  @Override
  public void write(ObjectNode annotation, ObjectNode scene) {
    annotation.withObject("/" + KEY).set(Long.toString(frame), scene);
  }

  @Override
  public List<ObjectNode> labels(ObjectNode annotation) {
    List<ObjectNode> labels = new ArrayList<>();
    for (JsonNode each : figures(annotation)) {
      ObjectNode label = Place.onWire((ObjectNode) each);
      if (label.path("geometry") instanceof ObjectNode geometry) {
        label.setAll(geometry);
      }
      for (JsonNode object : annotation.path("objects")) {
        if (isOf(each, object)) {
          label.set("classTitle", object.path("classTitle"));
        }
      }
      label.withArray("tags");
      labels.add(label);
    }
    return labels;
  }

  /** New objects have a key only, and old ones may have an ID only. */
  private static boolean isOf(JsonNode figure, JsonNode object) {
    boolean hasKeys = object.has("key") && figure.has("objectKey");
    return hasKeys
        ? object.path("key").equals(figure.path("objectKey"))
        : object.path("id").asLong(-1) == figure.path("objectId").asLong(-2);
  }

  private JsonNode figures(ObjectNode annotation) {
    for (JsonNode each : annotation.path("frames")) {
      if (each.path("index").asLong(-1) == frame) {
        return each.path("figures");
      }
    }
    return Json.array();
  }

  /** Videos have no tags here. */
  @Override
  public ArrayNode tags(ObjectNode annotation) {
    return Json.array();
  }

  @Override
  public void change(ObjectNode annotation, Set<Long> removed, List<ObjectNode> added) {
    ArrayNode figures = Json.array();
    Set<Long> freed = new HashSet<>();
    for (JsonNode each : figures(annotation)) {
      if (removed.contains(each.path("id").asLong())) {
        freed.add(each.path("objectId").asLong());
      } else {
        figures.add(each);
      }
    }
    for (ObjectNode each : added) {
      String key = key();
      annotation
          .withArray("objects")
          .addObject()
          .put("key", key)
          .put("classTitle", each.path("classTitle").asText())
          .putArray("tags");
      figures.add(figure(each, key));
    }
    putFigures(annotation, figures);
    removeUnused(annotation, freed);
  }

  private ObjectNode figure(ObjectNode label, String objectKey) {
    ObjectNode file = FileCoordinates.toPixels(label, size.width(), size.height());
    ObjectNode figure = Json.object().put("key", key()).put("objectKey", objectKey);
    ObjectNode geometry = figure.putObject("geometry");
    for (String each : List.of("points", "angle", "bitmap", "nodes")) {
      if (file.has(each)) {
        geometry.set(each, file.remove(each));
      }
    }
    file.remove(List.of("classTitle", "shape"));
    figure.setAll(file);
    return figure;
  }

  private void putFigures(ObjectNode annotation, ArrayNode figures) {
    ArrayNode frames = annotation.withArray("frames");
    for (JsonNode each : frames) {
      if (each.path("index").asLong(-1) == frame) {
        ((ObjectNode) each).set("figures", figures);
        return;
      }
    }
    frames.addObject().put("index", frame).set("figures", figures);
  }

  /** An object whose only figures were removed is nothing any more. */
  private static void removeUnused(ObjectNode annotation, Set<Long> freed) {
    for (JsonNode frame : annotation.path("frames")) {
      frame.path("figures").forEach(each -> freed.remove(each.path("objectId").asLong(-1)));
    }
    ArrayNode objects = Json.array();
    for (JsonNode each : annotation.path("objects")) {
      if (!freed.contains(each.path("id").asLong())) {
        objects.add(each);
      }
    }
    annotation.set("objects", objects);
  }

  private static String key() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
