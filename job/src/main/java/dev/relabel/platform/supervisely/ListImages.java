package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import java.util.Optional;

/**
 * A page of a dataset's images in the order of their IDs.
 *
 * @param after the token of the page before; missing for the first page
 * @param above only images with greater IDs; where the server knows no tokens, this continues a
 *     list at a place that nobody's additions and removals shift
 */
record ListImages(DatasetId dataset, JsonNode after, Optional<Long> above)
    implements Endpoint<Page<ImageInfo>> {
  private static final int PER_PAGE = 500; // the server's usual size

  static ListImages first(DatasetId dataset) {
    return new ListImages(dataset, Json.object().path("after"), Optional.empty());
  }

  ListImages next(JsonNode token) {
    return new ListImages(dataset, token, above);
  }

  ListImages above(long id) {
    return new ListImages(dataset, Json.object().path("after"), Optional.of(id));
  }

  @Override
  public String method() {
    return "images.list";
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("datasetId", dataset.value())
            .putNull("projectId")
            .put("sort", "id")
            .put("sort_order", "asc")
            .put("forceMetadataForLinks", true)
            .put("recursive", false)
            .put("per_page", PER_PAGE);
    body.set(
        "filter",
        above.isEmpty() ? Json.array() : Page.filter("id", ">", LongNode.valueOf(above.get())));
    if (above.isEmpty()) {
      body.put("pagination_mode", "token");
    }
    if (!after.isMissingNode()) {
      body.set("after", after);
    }
    return body;
  }

  @Override
  public Page<ImageInfo> read(JsonNode answer) {
    return Page.read(answer, ImageInfoJson::read);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "dataset " + dataset;
  }
}
