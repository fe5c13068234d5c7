package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;

/** The last scene of an image or frame; an empty one if there was none. */
record FetchScene(Medium medium) implements Endpoint<Scene> {
  @Override
  public String method() {
    return "annotations.get";
  }

  @Override
  public String verb() {
    return "GET";
  }

  @Override
  public String resource() {
    return medium.place() + "/annotations/latest";
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public Payload payload() {
    return Payload.NONE;
  }

  @Override
  public Scene read(Response response) throws IOException {
    return response.status() == HttpStatus.NO_CONTENT_204
        ? Scene.EMPTY
        : Endpoint.super.read(response);
  }

  @Override
  public Scene read(JsonNode answer) {
    return SceneJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return medium.name();
  }
}
