package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The annotations of a dataset's images in COCO's form. */
record CocoDataset(Scenes scenes) {
  /** A whole dataset. */
  ObjectNode of(GetiProject project, LocalDataset dataset, boolean withUnannotated)
      throws IOException {
    ObjectNode coco = Json.object();
    List<GetiLabel> labels = new ArrayList<>();
    project.tasks().forEach(task -> labels.addAll(task.labels()));
    labels.removeIf(GetiLabel::isEmpty);
    ArrayNode categories = coco.putArray("categories");
    for (int i = 0; i < labels.size(); i++) {
      categories.addObject().put("id", i + 1).put("name", labels.get(i).name());
    }
    ArrayNode images = coco.putArray("images");
    ArrayNode annotations = coco.putArray("annotations");
    for (LocalImage image : dataset.images()) {
      ImagePlace place = new ImagePlace(image);
      Optional<ObjectNode> scene = scenes.latest(project, place);
      if (scene.isEmpty() && !withUnannotated) {
        continue;
      }
      ImageSize size = scenes.size(place);
      images
          .addObject()
          .put("id", images.size())
          .put("file_name", image.name())
          .put("width", size.width())
          .put("height", size.height());
      for (JsonNode each : scene.map(found -> found.path("annotations")).orElse(Json.array())) {
        for (JsonNode label : each.path("labels")) {
          int category = indexOf(labels, label.path("id").asText()) + 1;
          if (category > 0) {
            add(annotations, each.path("shape"), images.size(), category);
          }
        }
      }
    }
    return coco;
  }

  private static int indexOf(List<GetiLabel> labels, String id) {
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static void add(ArrayNode annotations, JsonNode shape, int image, int category) {
    Geometry geometry = ShapeJson.read(shape, "");
    Rectangle box = geometry.bounds();
    ObjectNode annotation =
        annotations
            .addObject()
            .put("id", annotations.size())
            .put("image_id", image)
            .put("category_id", category)
            .put("area", geometry.area())
            .put("iscrowd", 0);
    annotation.putArray("bbox").add(box.left()).add(box.top()).add(box.width()).add(box.height());
    ArrayNode segmentation = annotation.putArray("segmentation");
    Geometry outline = geometry instanceof OrientedRectangle turned ? turned.corners() : geometry;
    if (outline instanceof Polygon polygon) {
      ArrayNode ring = segmentation.addArray();
      polygon.exterior().forEach(each -> ring.add(each.x()).add(each.y()));
    }
  }
}
