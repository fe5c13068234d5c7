package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies images into a dataset on the server, without labels.
 *
 * @param images the images, at most {@link #MOST}
 * @param metas the images' own data that their copies keep
 */
record AddCopies(DatasetId into, List<ImageInfo> images, Map<ImageId, ObjectNode> metas)
    implements Endpoint<List<ImageInfo>> {
  /** Most images of one call. */
  static final int MOST = 50;

  @Override
  public String method() {
    return "images.bulk.add";
  }

  @Override
  public JsonNode body() {
    ArrayNode array = Json.array();
    for (ImageInfo image : images) {
      ObjectNode meta = metas.getOrDefault(image.id(), Json.object());
      array
          .addObject()
          .put("title", image.name())
          .put("imageId", image.id().value())
          .set("meta", meta);
    }
    return Json.object()
        .put("datasetId", into.value())
        .put("forceMetadataForLinks", true)
        .put("skipValidation", false)
        .set("images", array);
  }

  @Override
  public List<ImageInfo> read(JsonNode answer) {
    List<ImageInfo> copies = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "images")) {
      copies.add(ImageInfoJson.read(each));
    }
    if (copies.size() != images.size()) {
      throw new UnreadableJsonException(
          "%s images were copied and %s came back".formatted(images.size(), copies.size()));
    }
    return copies;
  }

  @Override
  public Repeat repeat() {
    return Repeat
        .SAFE; // names are unique: the second time the server names the first time's copies
  }

  @Override
  public boolean isWrite() {
    return true;
  }

  @Override
  public String subject() {
    return "dataset %s with the images to copy".formatted(into);
  }
}
