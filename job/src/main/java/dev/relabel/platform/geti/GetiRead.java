package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;

/** A {@code GET}, which changes nothing. */
interface GetiRead<T> extends Endpoint<T> {
  @Override
  default String verb() {
    return "GET";
  }

  @Override
  default JsonNode body() {
    return Json.object();
  }

  @Override
  default Payload payload() {
    return Payload.NONE;
  }

  @Override
  default T read(JsonNode answer) {
    throw new UnreadableJsonException(subject() + " does not come as JSON");
  }

  @Override
  default Repeat repeat() {
    return Repeat.SAFE;
  }
}
