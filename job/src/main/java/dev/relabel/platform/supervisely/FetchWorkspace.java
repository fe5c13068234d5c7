package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** Whether a workspace is there: the answer is its ID, an unknown one is refused. */
record FetchWorkspace(long id) implements Endpoint<Long> {
  @Override
  public String method() {
    return "workspaces.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id);
  }

  @Override
  public Long read(JsonNode answer) {
    return Json.integer(answer, "id");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "workspace " + id;
  }
}
