package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/**
 * Confirms a project's grouping of images. The platform's own client sends it after every update of
 * a meta, with the values of the meta's {@code projectSettings.multiView}.
 */
record UpdateSettings(ProjectId project, JsonNode multiView) implements Endpoint<Boolean> {
  @Override
  public String method() {
    return "projects.settings.update";
  }

  @Override
  public JsonNode body() {
    ObjectNode settings =
        Json.object().put("groupImages", multiView.path("enabled").asBoolean(false));
    JsonNode tag = multiView.path("tagId");
    settings.set("groupImagesByTagId", tag.isMissingNode() ? settings.nullNode() : tag);
    settings.put("groupImagesSync", multiView.path("isSynced").asBoolean(false));
    return Json.object().put("id", project.number()).set("settings", settings);
  }

  /** Always true. */
  @Override
  public Boolean read(JsonNode answer) {
    return true;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public boolean isWrite() {
    return true;
  }

  @Override
  public String subject() {
    return "project " + project;
  }
}
