package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import java.util.Optional;

/** A new, empty dataset. */
record AddDataset(ProjectId project, Optional<DatasetId> parent, String name)
    implements Endpoint<DatasetInfo> {
  @Override
  public String method() {
    return "datasets.add";
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("projectId", project.number())
            .put("name", name)
            .put("description", "")
            .putNull("parentId");
    parent.ifPresent(id -> body.put("parentId", id.number()));
    return body;
  }

  @Override
  public DatasetInfo read(JsonNode answer) {
    return DatasetInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.CHECK_FIRST; // a second one may be made, or the name be taken by the first
  }

  @Override
  public String subject() {
    return "dataset %s in project %s".formatted(name, project);
  }
}
