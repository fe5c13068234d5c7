package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
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
    implements GetiRead<T> {
  @Override
  public T read(JsonNode answer) {
    return reader.apply(answer);
  }
}
