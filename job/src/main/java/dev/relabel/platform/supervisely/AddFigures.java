package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds labels to images of one dataset, or to frames of one video.
 *
 * @param into the key that names it, and its ID
 * @param figures their JSON, at most {@link #MOST}
 * @param subject for messages
 */
record AddFigures(ObjectNode into, List<ObjectNode> figures, String subject)
    implements Endpoint<List<FigureId>> {
  /** Most labels of one call. */
  static final int MOST = 100;

  /**
   * To images.
   *
   * @param figures with {@code entityId}
   */
  static AddFigures toImages(DatasetId dataset, List<ObjectNode> figures) {
    return new AddFigures(
        Json.object().put("datasetId", dataset.number()),
        figures,
        "dataset %s with the images to label".formatted(dataset));
  }

  /**
   * To frames.
   *
   * @param figures with {@code meta.frame}
   */
  static AddFigures toVideo(VideoId video, List<ObjectNode> figures) {
    return new AddFigures(Json.object().put("entityId", video.number()), figures, "video " + video);
  }

  @Override
  public String method() {
    return "figures.bulk.add";
  }

  @Override
  public JsonNode body() {
    ArrayNode array = Json.array();
    figures.forEach(array::add);
    return into.deepCopy().put("skipBoundsValidation", false).set("figures", array);
  }

  @Override
  public List<FigureId> read(JsonNode answer) {
    List<FigureId> ids = new ArrayList<>();
    for (JsonNode each : Json.asArray(answer, "figures")) {
      ids.add(new FigureId(Json.integer(each, "id")));
    }
    if (ids.size() != figures.size()) {
      throw new UnreadableJsonException(
          "%s labels were sent and %s IDs came back".formatted(figures.size(), ids.size()));
    }
    return ids;
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // a lost answer may hide a write that landed
  }
}
