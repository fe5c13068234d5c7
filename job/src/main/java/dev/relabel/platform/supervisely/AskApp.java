package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.ErrorAnswer;

/**
 * A question to a serving app, such as {@code get_model_meta}.
 *
 * @param route the app's route
 */
record AskApp(String route) implements Endpoint<JsonNode> {
  @Override
  public String method() {
    return route;
  }

  @Override
  public String resource() {
    return route;
  }

  @Override
  public JsonNode body() {
    ObjectNode body = Json.object();
    body.putObject("state");
    body.putObject("context");
    return body;
  }

  @Override
  public JsonNode read(JsonNode answer) {
    return answer;
  }

  @Override
  public boolean isRefusal(int status, ErrorAnswer answer) {
    return PredictImages.isOfTheApp(status) || Endpoint.super.isRefusal(status, answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }
}
