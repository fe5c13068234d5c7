package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;
import java.util.function.Function;

/**
 * A {@code GET} that changes nothing.
 *
 * @param method what it is called in messages
 * @param resource where it lies below {@code /api/v1}
 * @param subject what it is about, for messages
 * @param reader what its answer means
 */
record GetiQuery<T>(String method, String resource, String subject, Function<JsonNode, T> reader)
    implements Endpoint<T> {
  @Override
  public String verb() {
    return "GET";
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
  public T read(JsonNode answer) {
    return reader.apply(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }
}
