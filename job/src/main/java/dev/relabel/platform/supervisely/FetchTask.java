package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** A task by its ID. */
record FetchTask(long id) implements Endpoint<TaskInfo> {
  @Override
  public String method() {
    return "tasks.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id);
  }

  @Override
  public TaskInfo read(JsonNode answer) {
    return TaskInfo.read(answer);
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
