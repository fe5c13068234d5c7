package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.format.Json;
import java.util.Optional;

/** Datasets as {@code datasets.*} describe them. */
final class DatasetInfoJson {
  private DatasetInfoJson() {}

  static DatasetInfo read(JsonNode json) {
    long parent = Json.integer(json, "parentId", 0);
    return new DatasetInfo(
        new DatasetId(Json.integer(json, "id")),
        new ProjectId(Json.integer(json, "projectId")),
        parent == 0 ? Optional.empty() : Optional.of(new DatasetId(parent)),
        Json.text(json, "name"),
        Json.integer(json, "imagesCount", Json.integer(json, "itemsCount", 0)));
  }
}
