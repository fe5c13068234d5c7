package dev.relabel.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import java.io.IOException;
import java.io.InputStream;

/**
 * One method of the REST API with its arguments.
 *
 * @param <T> what its answer means
 */
public interface Endpoint<T> {
  /** A tree takes many times the memory of its text; calls that can be larger can be divided. */
  long MOST_JSON_BYTES = 64L << 20;

  /** The method's name, such as {@code images.list}. */
  String method();

  /** How it is called. */
  default String verb() {
    return "POST";
  }

  /** Where it lies below the server's API. */
  default String resource() {
    return "v3/" + method();
  }

  /** The body to send. */
  JsonNode body();

  /** The body as it is sent. */
  default Payload payload() {
    return Payload.json(body());
  }

  /**
   * What an answer of status 200 means.
   *
   * @throws dev.relabel.platform.format.UnreadableJsonException if it does not have the method's
   *     form
   */
  T read(JsonNode answer);

  /** What an answer of status 200 means; for those that are not JSON. */
  default T read(Response response) throws IOException {
    try (InputStream body = new BoundedInputStream(response.body(), MOST_JSON_BYTES)) {
      return read(Json.read(body.readAllBytes()));
    }
  }

  /** Whether the call may be sent again. */
  Repeat repeat();

  /** Whether the call may change something on the platform. */
  default boolean isWrite() {
    return repeat() != Repeat.SAFE;
  }

  /** Whether the caller can ask for a part of it instead, which may come in time. */
  default boolean isDivisible() {
    return false;
  }

  /**
   * Whether an answer of this status is about what was sent, although such a status mostly is about
   * the server: then the call is not repeated.
   */
  default boolean isRefusal(int status, ErrorAnswer answer) {
    return !Failure.is(status);
  }

  /** What the call is about, for messages, such as "project 7"; empty if that says nothing. */
  default String subject() {
    return "";
  }
}
