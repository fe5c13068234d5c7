package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;

/** The last scene of an image or frame; an empty one if there was none. */
record FetchScene(Medium medium) implements GetiRead<Scene> {
  @Override
  public String method() {
    return "annotations.get";
  }

  @Override
  public String resource() {
    return medium.place() + "/annotations/latest";
  }

  @Override
  public Scene read(Response response) throws IOException {
    return response.status() == HttpStatus.NO_CONTENT_204
        ? Scene.EMPTY
        : GetiRead.super.read(response);
  }

  @Override
  public Scene read(JsonNode answer) {
    return SceneJson.read(answer);
  }

  @Override
  public String subject() {
    return medium.name();
  }
}
