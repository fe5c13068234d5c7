package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import java.util.List;

/**
 * Removes labels.
 *
 * @param ids at most {@link #MOST}
 */
record RemoveFigures(List<FigureId> ids) implements Endpoint<Boolean> {
  /** Most labels of one call. */
  static final int MOST = 50;

  @Override
  public String method() {
    return "figures.bulk.remove";
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object();
    ids.forEach(id -> body.withArray("figureIds").add(id.number()));
    return body;
  }

  /** Always true. */
  @Override
  public Boolean read(JsonNode answer) {
    return true;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE; // what is gone stays gone
  }

  @Override
  public boolean isWrite() {
    return true;
  }

  @Override
  public String subject() {
    return "labels " + FewIds.of(ids);
  }
}
