package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** A dataset by its ID. */
record FetchDataset(DatasetId id) implements Endpoint<DatasetInfo> {
  @Override
  public String method() {
    return "datasets.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id.number());
  }

  @Override
  public DatasetInfo read(JsonNode answer) {
    return DatasetInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "dataset " + id;
  }
}
