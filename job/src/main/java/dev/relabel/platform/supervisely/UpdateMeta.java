package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.http.Endpoint;

/** Replaces a project's classes and tags by a complete set. */
record UpdateMeta(ProjectId project, MetaJson meta) implements Endpoint<Boolean> {
  @Override
  public String method() {
    return "projects.meta.update";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", project.number()).set("meta", meta.json());
  }

  /** Always true: what is stored is read back, as the answer may lack it. */
  @Override
  public Boolean read(JsonNode answer) {
    return true;
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // somebody may have added a class since the set was read
  }

  @Override
  public String subject() {
    return "project " + project;
  }
}
