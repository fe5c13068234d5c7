package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.format.Json;

/** Projects as {@code projects.*} describe them. */
final class ProjectInfoJson {
  private ProjectInfoJson() {}

  static ProjectInfo read(JsonNode json) {
    return new ProjectInfo(
        new ProjectId(Json.integer(json, "id")),
        Json.text(json, "name"),
        Json.integer(json, "workspaceId", 0),
        Json.text(json, "type", "images"),
        Json.integer(json, "imagesCount", Json.integer(json, "itemsCount", 0)));
  }
}
