package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.http.Endpoint;

/** A project's classes and tags. */
record FetchMeta(ProjectId project) implements Endpoint<MetaJson> {
  @Override
  public String method() {
    return "projects.meta";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", project.number());
  }

  @Override
  public MetaJson read(JsonNode answer) {
    return MetaJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "project " + project;
  }
}
