package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A page of a dataset's images or videos in the order of their IDs.
 *
 * @param list which they are
 * @param after the token of the page before; missing for the first page
 * @param above only images with greater IDs; where the server knows no tokens, this continues a
 *     list at a place that nobody's additions and removals shift
 */
record ListItems<T>(Kind<T> list, DatasetId dataset, JsonNode after, Optional<Long> above)
    implements Endpoint<Page<T>> {
  static final Kind<ImageInfo> IMAGES =
      new Kind<>("images.list", 500, ImageInfoJson::read, image -> image.id().number());

  /** Each comes with the time of each of its frames, so that pages are small. */
  static final Kind<VideoInfo> VIDEOS =
      new Kind<>("videos.list", 20, VideoInfoJson::read, video -> video.id().number());

  /**
   * What is listed.
   *
   * @param perPage how many a page has; the server's usual size for images
   */
  record Kind<T>(String method, int perPage, Function<JsonNode, T> reader, ToLongFunction<T> id) {}

  static <T> ListItems<T> first(Kind<T> list, DatasetId dataset) {
    return new ListItems<>(list, dataset, Json.object().path("after"), Optional.empty());
  }

  ListItems<T> next(JsonNode token) {
    return new ListItems<>(list, dataset, token, above);
  }

  ListItems<T> above(long id) {
    return new ListItems<>(list, dataset, Json.object().path("after"), Optional.of(id));
  }

  @Override
  public String method() {
    return list.method();
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("datasetId", dataset.number())
            .putNull("projectId")
            .put("sort", "id")
            .put("sort_order", "asc")
            .put("forceMetadataForLinks", true)
            .put("recursive", false)
            .put("per_page", list.perPage());
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
  public Page<T> read(JsonNode answer) {
    return Page.read(answer, list.reader());
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
