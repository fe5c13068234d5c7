package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** A project by its ID. */
record FetchProject(ProjectId id) implements Endpoint<ProjectInfo> {
  @Override
  public String method() {
    return "projects.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id.number());
  }

  @Override
  public ProjectInfo read(JsonNode answer) {
    return ProjectInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "project " + id;
  }
}
