package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A call that sends something.
 *
 * @param method what it is called in messages
 * @param verb how it is called
 * @param resource where it lies below {@code /api/v1}
 * @param payload what is sent
 * @param subject what it is about, for messages
 * @param repeat whether it may be sent again
 * @param reader what its answer means; an empty one is an empty object
 */
record GetiCommand<T>(
    String method,
    String verb,
    String resource,
    Payload payload,
    String subject,
    Repeat repeat,
    Function<JsonNode, T> reader)
    implements Endpoint<T> {

  /** A list, which the server wants to be asked for with a body. */
  static <T> GetiCommand<T> query(
      String method, String resource, JsonNode body, String subject, Function<JsonNode, T> reader) {
    return new GetiCommand<>(
        method, "POST", resource, Payload.json(body), subject, Repeat.SAFE, reader);
  }

  /** A write, which is not repeated before somebody has looked. */
  static <T> GetiCommand<T> write(
      String method,
      String resource,
      Payload payload,
      String subject,
      Function<JsonNode, T> reader) {
    return new GetiCommand<>(
        method, "POST", resource, payload, subject, Repeat.CHECK_FIRST, reader);
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public T read(Response response) throws IOException {
    return response.status() == HttpStatus.NO_CONTENT_204
        ? reader.apply(Json.object())
        : Endpoint.super.read(response);
  }

  @Override
  public T read(JsonNode answer) {
    return reader.apply(answer);
  }
}
