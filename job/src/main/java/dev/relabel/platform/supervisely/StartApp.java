package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/**
 * Starts an app as a task and tells its ID.
 *
 * @param agent where it runs
 * @param module the app in the platform's catalogue
 * @param name the task's name for people
 */
record StartApp(long agent, long workspace, long module, String name) implements Endpoint<Long> {
  @Override
  public String method() {
    return "tasks.run.app";
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("agentId", agent)
            .put("workspaceId", workspace)
            .put("moduleId", module)
            .put("description", "Started by Relabel, which stops it when its run has ended")
            .put("logLevel", "info")
            .put("appVersion", "")
            .put("isBranch", false)
            .put("taskName", name)
            .put("restartPolicy", "never")
            .put("proxyKeepUrl", false);
    body.putArray("usersIds");
    body.putObject("advancedSettings").put("limitByWorkspace", false);
    body.putObject("params").putObject("state");
    return body;
  }

  @Override
  public Long read(JsonNode answer) {
    JsonNode first = answer.isArray() ? answer.path(0) : answer;
    return first.has("taskId") ? Json.integer(first, "taskId") : Json.integer(first, "id");
  }

  @Override
  public Repeat repeat() {
    return Repeat.NEVER; // there would be two apps, and only one would be stopped
  }

  @Override
  public String subject() {
    return "app " + module;
  }
}
