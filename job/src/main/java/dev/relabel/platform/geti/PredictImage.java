package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.image.EncodedPicture;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.ErrorAnswer;
import dev.relabel.platform.http.Multipart;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A live prediction of an image that is sent along; the server keeps neither.
 *
 * @param resource the pipeline's place below {@code /api/v1}
 */
record PredictImage(String resource, EncodedPicture image) implements Endpoint<Scene> {
  @Override
  public String method() {
    return "predict";
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public Payload payload() {
    String type = image.extension().equals("png") ? "image/png" : "image/jpeg";
    return new Multipart()
        .file("file", "image." + image.extension(), type, image.bytes())
        .payload();
  }

  @Override
  public Scene read(Response response) throws IOException {
    if (response.status() == HttpStatus.NO_CONTENT_204) {
      throw new PlatformRejectedException(
          "The pipeline has no model that could predict. Train one, or make one active, on the server.",
          null);
    }
    return Endpoint.super.read(response);
  }

  @Override
  public Scene read(JsonNode answer) {
    return SceneJson.readPredictions(answer);
  }

  /** A model that fails on an image says so; what stands before it has other words than JSON. */
  @Override
  public boolean isRefusal(int status, ErrorAnswer answer) {
    return (status == HttpStatus.INTERNAL_SERVER_ERROR_500 && answer.isJson())
        || Endpoint.super.isRefusal(status, answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE; // it only reads
  }

  @Override
  public String subject() {
    return "an image";
  }
}
