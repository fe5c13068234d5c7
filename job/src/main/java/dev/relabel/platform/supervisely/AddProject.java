package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** A new project of images. */
record AddProject(long workspaceId, String name, String description)
    implements Endpoint<ProjectInfo> {
  @Override
  public String method() {
    return "projects.add";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("name", name)
        .put("workspaceId", workspaceId)
        .put("description", description)
        .put("type", "images");
  }

  @Override
  public ProjectInfo read(JsonNode answer) {
    return ProjectInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // a second one may be made, or the name be taken by the first
  }

  @Override
  public String subject() {
    return "project %s in workspace %s".formatted(name, workspaceId);
  }
}
