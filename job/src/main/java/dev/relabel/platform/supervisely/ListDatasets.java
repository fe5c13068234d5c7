package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/**
 * A page of a project's datasets at every depth.
 *
 * @param filter which of them, {@code []} for all
 * @param page number of the page, from 1
 */
record ListDatasets(ProjectId project, JsonNode filter, int page)
    implements Endpoint<Page<DatasetInfo>> {
  private static final int PER_PAGE = 500; // the server's usual size

  static ListDatasets all(ProjectId project, int page) {
    return new ListDatasets(project, Json.array(), page);
  }

  static ListDatasets named(ProjectId project, String name, int page) {
    return new ListDatasets(project, Page.filter("name", "=", TextNode.valueOf(name)), page);
  }

  @Override
  public String method() {
    return "datasets.list";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("projectId", project.number())
        .put("recursive", true)
        .put("sort", "id")
        .put("sort_order", "asc")
        .put("page", page)
        .put("per_page", PER_PAGE)
        .set("filter", filter);
  }

  @Override
  public Page<DatasetInfo> read(JsonNode answer) {
    return Page.read(answer, DatasetInfoJson::read);
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
