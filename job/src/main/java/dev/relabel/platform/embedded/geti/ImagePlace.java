package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An image as a place for a scene. */
record ImagePlace(LocalImage entity) implements Place {
  @Override
  public ObjectNode identifier() {
    return Json.object().put("type", "image").put("image_id", GetiId.of(Kind.IMAGE, entity.id()));
  }

  @Override
  public ImageSize size(ObjectNode annotation) {
    return Annotations.sizeOf(annotation);
  }

  @Override
  public JsonNode written(ObjectNode annotation) {
    return annotation.path(KEY);
  }

  @Override
  public void write(ObjectNode annotation, ObjectNode scene) {
    annotation.set(KEY, scene);
  }

  @Override
  public List<ObjectNode> labels(ObjectNode annotation) {
    List<ObjectNode> labels = new ArrayList<>();
    annotation.path("objects").forEach(each -> labels.add(Place.onWire((ObjectNode) each)));
    return labels;
  }

  @Override
  public ArrayNode tags(ObjectNode annotation) {
    return annotation.withArray("tags");
  }

  @Override
  public void change(ObjectNode annotation, Set<Long> removed, List<ObjectNode> added) {
    ArrayNode objects = Json.array();
    for (JsonNode each : annotation.path("objects")) {
      if (!removed.contains(each.path("id").asLong())) {
        objects.add(each);
      }
    }
    added.forEach(each -> objects.add(FileCoordinates.toFile(each)));
    annotation.set("objects", objects);
  }
}
