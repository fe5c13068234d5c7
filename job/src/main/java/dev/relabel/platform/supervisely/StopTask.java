package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** Stops a task; one that has ended stays so. */
record StopTask(long id) implements Endpoint<String> {
  @Override
  public String method() {
    return "tasks.stop";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id);
  }

  /** The task's status. */
  @Override
  public String read(JsonNode answer) {
    return Json.text(answer, "status", "");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "task " + id;
  }
}
