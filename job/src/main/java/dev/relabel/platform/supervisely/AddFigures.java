package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds labels to images of one dataset.
 *
 * @param figures their JSON with {@code entityId}, at most {@link #MOST}
 */
record AddFigures(DatasetId dataset, List<ObjectNode> figures) implements Endpoint<List<FigureId>> {
  /** Most labels of one call. */
  static final int MOST = 100;

  @Override
  public String method() {
    return "figures.bulk.add";
  }

  @Override
  public JsonNode body() {
    ArrayNode array = Json.array();
    figures.forEach(array::add);
    return Json.object()
        .put("datasetId", dataset.value())
        .put("skipBoundsValidation", false)
        .set("figures", array);
  }

  @Override
  public List<FigureId> read(JsonNode answer) {
    return ids(answer, figures.size());
  }

  /** The IDs of so many new figures. */
  static List<FigureId> ids(JsonNode answer, int sent) {
    List<FigureId> ids = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "figures")) {
      ids.add(new FigureId(Json.integer(each, "id")));
    }
    if (ids.size() != sent) {
      throw new UnreadableJsonException(
          "%s labels were sent and %s IDs came back".formatted(sent, ids.size()));
    }
    return ids;
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // a lost answer may hide a write that landed
  }

  @Override
  public String subject() {
    return "dataset %s with the images to label".formatted(dataset);
  }
}
