package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import java.util.List;
import java.util.function.Function;

/**
 * Those images of a dataset that have one of these IDs or names.
 *
 * @param field what is compared
 * @param values at most {@link #MOST}
 * @param entity what is wanted of each
 */
record FindImages<T>(
    DatasetId dataset, String field, ArrayNode values, Function<JsonNode, T> entity)
    implements Endpoint<List<T>> {
  /** Most IDs or names of one call. */
  static final int MOST = 50;

  static <T> FindImages<T> of(DatasetId dataset, List<ImageId> ids, Function<JsonNode, T> entity) {
    ArrayNode wanted = Json.array();
    ids.forEach(id -> wanted.add(id.number()));
    return new FindImages<>(dataset, "id", wanted, entity);
  }

  static <T> FindImages<T> named(
      DatasetId dataset, List<String> names, Function<JsonNode, T> entity) {
    ArrayNode wanted = Json.array();
    names.forEach(wanted::add);
    return new FindImages<>(dataset, "name", wanted, entity);
  }

  @Override
  public String method() {
    return "images.list";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("datasetId", dataset.number())
        .put("sort", "id")
        .put("sort_order", "asc")
        .put("forceMetadataForLinks", true)
        .put("per_page", MOST)
        .set("filter", Page.filter(field, "in", values));
  }

  @Override
  public List<T> read(JsonNode answer) {
    return Page.read(answer, entity).entities();
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
