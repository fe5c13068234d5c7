package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The encoded bytes of images of one dataset. */
record DownloadImages(DatasetId dataset, List<ImageId> ids)
    implements Endpoint<Map<ImageId, byte[]>> {
  @Override
  public String method() {
    return "images.bulk.download";
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object().put("datasetId", dataset.number());
    ids.forEach(id -> body.withArray("imageIds").add(id.number()));
    return body;
  }

  @Override
  public Map<ImageId, byte[]> read(Response response) throws IOException {
    Map<Long, byte[]> parts = MultipartParts.read(response);
    Map<ImageId, byte[]> images = new LinkedHashMap<>();
    for (ImageId id : ids) {
      byte[] bytes = parts.get(id.number());
      if (bytes != null) {
        images.put(id, bytes);
      }
    }
    return images;
  }

  @Override
  public Map<ImageId, byte[]> read(JsonNode answer) {
    throw new UnreadableJsonException("Images do not come as JSON");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public boolean isDivisible() {
    return ids.size() > 1;
  }

  @Override
  public String subject() {
    return "images %s of dataset %s".formatted(FewIds.of(ids), dataset);
  }
}
