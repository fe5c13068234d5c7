package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** The projects of that name in a workspace. */
record FindProjects(long workspaceId, String name) implements Endpoint<Page<ProjectInfo>> {
  @Override
  public String method() {
    return "projects.list";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("workspaceId", workspaceId)
        .put("sort", "id")
        .put("sort_order", "asc")
        .set("filter", Page.filter("name", "=", TextNode.valueOf(name)));
  }

  @Override
  public Page<ProjectInfo> read(JsonNode answer) {
    return Page.read(answer, ProjectInfoJson::read);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "workspace " + workspaceId;
  }
}
