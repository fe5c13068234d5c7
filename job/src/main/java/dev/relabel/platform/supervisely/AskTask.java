package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.ErrorAnswer;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A question to the app of a task, or an order, passed on by the platform ({@code
 * tasks.request.direct}).
 *
 * @param command the app's route
 * @param state what goes with it
 * @param seconds how long the platform waits for the app
 * @param repeat whether it may be sent again
 */
record AskTask(long task, String command, ObjectNode state, int seconds, Repeat repeat)
    implements Endpoint<JsonNode> {
  /** A question that apps answer at once. */
  static AskTask quick(long task, String command) {
    return new AskTask(task, command, Json.object(), 10, Repeat.SAFE);
  }

  @Override
  public String method() {
    return "tasks.request.direct";
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("taskId", task)
            .put("command", command)
            .put("skipResponse", false)
            .put("timeout", seconds);
    body.putObject("context").put("outside_request", true);
    return body.set("state", state);
  }

  @Override
  public JsonNode read(JsonNode answer) {
    return answer;
  }

  /**
   * The platform hands on what the app says, and says the same of apps that do not answer. What a
   * gateway says about an order tells nothing of what has become of it.
   */
  @Override
  public boolean isRefusal(int status, ErrorAnswer answer) {
    return repeat == Repeat.SAFE
        ? status >= 400 && status != HttpStatus.TOO_MANY_REQUESTS_429
        : PredictImages.isOfTheApp(status) || Endpoint.super.isRefusal(status, answer);
  }

  @Override
  public String subject() {
    return "%s of task %s".formatted(command, task);
  }
}
