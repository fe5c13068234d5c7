package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.format.Json;
import java.util.List;

/**
 * Adds figures to a video.
 *
 * @param figures their JSON, at most {@link AddFigures#MOST}
 */
record AddFrameFigures(VideoId video, List<ObjectNode> figures)
    implements Endpoint<List<FigureId>> {
  @Override
  public String method() {
    return "figures.bulk.add";
  }

  @Override
  public JsonNode body() {
    ArrayNode array = Json.array();
    figures.forEach(array::add);
    return Json.object()
        .put("entityId", video.value())
        .put("skipBoundsValidation", false)
        .set("figures", array);
  }

  @Override
  public List<FigureId> read(JsonNode answer) {
    return AddFigures.ids(answer, figures.size());
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // a lost answer may hide a write that landed
  }

  @Override
  public String subject() {
    return "video " + video;
  }
}
