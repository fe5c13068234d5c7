package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds images to a dataset that the server has already, without labels.
 *
 * @param images their titles, where they are from and their own data, at most {@link #MOST}
 */
record AddImages(DatasetId into, List<ObjectNode> images) implements Endpoint<List<ImageInfo>> {
  /** Most images of one call. */
  static final int MOST = 50;

  @Override
  public String method() {
    return "images.bulk.add";
  }

  @Override
  public JsonNode body() {
    ArrayNode array = Json.array();
    images.forEach(array::add);
    return Json.object()
        .put("datasetId", into.number())
        .put("forceMetadataForLinks", true)
        .put("skipValidation", false)
        .set("images", array);
  }

  @Override
  public List<ImageInfo> read(JsonNode answer) {
    List<ImageInfo> added = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "images")) {
      added.add(ImageInfoJson.read(each));
    }
    if (added.size() != images.size()) {
      throw new UnreadableJsonException(
          "%s images were added and %s came back".formatted(images.size(), added.size()));
    }
    return added;
  }

  @Override
  public Repeat repeat() {
    return Repeat
        .SAFE; // names are unique: the second time the server names what the first has added
  }

  @Override
  public boolean isWrite() {
    return true;
  }

  @Override
  public String subject() {
    return "dataset %s with the images to add".formatted(into);
  }
}
