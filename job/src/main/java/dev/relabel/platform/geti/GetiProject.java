package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A project on the server.
 *
 * @param id its ID
 * @param place where it lies below {@code /api/v1}
 * @param tasks what it is about
 * @param datasets its datasets, that for training first
 * @param json as the server tells it
 */
record GetiProject(
    ProjectId id, String place, ProjectLabels tasks, List<DatasetInfo> datasets, JsonNode json) {
  GetiProject {
    datasets = List.copyOf(datasets);
  }

  /** Reads a project. */
  static GetiProject read(String place, JsonNode json) {
    ProjectId id = new ProjectId(Json.text(json, "id"));
    List<DatasetInfo> datasets = new ArrayList<>();
    for (JsonNode each : Json.array(json, "datasets")) {
      boolean isForTraining = each.path("use_for_training").asBoolean(false);
      datasets.add(isForTraining ? 0 : datasets.size(), dataset(id, each));
    }
    return new GetiProject(
        id, place, ProjectLabels.read(json, Optional.empty()), datasets, json.deepCopy());
  }

  /** Reads a dataset. */
  static DatasetInfo dataset(ProjectId project, JsonNode json) {
    return new DatasetInfo(
        new DatasetId(Json.text(json, "id")),
        project,
        Optional.empty(),
        Json.text(json, "name"),
        0);
  }

  Optional<DatasetInfo> dataset(DatasetId wanted) {
    return datasets.stream().filter(each -> each.id().equals(wanted)).findFirst();
  }

  /** Where a dataset lies below {@code /api/v1}. */
  String placeOf(DatasetId dataset) {
    return "%s/datasets/%s".formatted(place, GetiIds.checked(dataset.value()));
  }
}
