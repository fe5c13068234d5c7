package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the computer with a GPU, among those a team may use, that has the most memory free. */
record ListAgents(long team) implements Endpoint<OptionalLong> {
  @Override
  public String method() {
    return "agents.available";
  }

  @Override
  public JsonNode body() {
    return Json.object()
        .put("teamId", team)
        .put("withoutPublic", false)
        .put("anyStatus", false)
        .put("needGPU", true);
  }

  @Override
  public OptionalLong read(JsonNode answer) {
    Optional<JsonNode> best = Optional.empty();
    OptionalLong cluster = OptionalLong.empty();
    for (JsonNode agent : Json.asArray(answer, "agents")) {
      if (Json.text(agent, "type", "").equals("kubernetes")) {
        cluster = cluster.isPresent() ? cluster : OptionalLong.of(Json.integer(agent, "id"));
      } else if (best.isEmpty() || free(agent) > free(best.get())) {
        best = Optional.of(agent);
      }
    }
    return best.isPresent() ? OptionalLong.of(Json.integer(best.get(), "id")) : cluster;
  }

  /** Free memory of its first card; apps use no other. */
  private static double free(JsonNode agent) {
    return agent.at("/gpuInfo/device_memory/0/available").asDouble(0);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "computers of team " + team;
  }
}
