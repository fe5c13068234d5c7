package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** The login of the token's user. */
record FetchUser() implements Endpoint<String> {
  @Override
  public String method() {
    return "users.me";
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public String read(JsonNode answer) {
    return Json.text(answer, "login");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }
}
