package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.util.Set;

/**
 * A task of the platform, such as a running app.
 *
 * @param status {@code queued, consumed, started, deployed, error, finished, terminating} or {@code
 *     stopped}
 * @param session the secret part of the address at which the platform passes calls to the app;
 *     empty while there is none
 * @param module the app in the platform's catalogue, 0 if it does not say
 */
record TaskInfo(long id, String status, String session, long module) {
  private static final Set<String> OVER = Set.of("error", "finished", "terminating", "stopped");

  /**
   * A task as {@code tasks.info} and {@code tasks.list} write it.
   *
   * @throws dev.relabel.platform.format.UnreadableJsonException if it has no ID
   */
  static TaskInfo read(JsonNode json) {
    JsonNode meta = json.path("meta");
    return new TaskInfo(
        Json.integer(json, "id"),
        Json.text(json, "status", ""),
        Json.text(meta, "sessionToken", ""),
        Json.integer(meta.path("app"), "moduleId", Json.integer(meta.path("app"), "id", 0)));
  }

  boolean isOver() {
    return OVER.contains(status);
  }

  /** Without the session. */
  @Override
  public String toString() {
    return "task %s (%s)".formatted(id, status);
  }
}
