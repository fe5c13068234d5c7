package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.format.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A request that is answered with an error (fact sheet of Geti, 3). */
final class GetiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  private GetiException(String message, Reply reply) {
    super(message);
    this.reply = reply;
  }

  /** The usual error: {@code {"error_code", "message", "http_status"}}. */
  static GetiException of(int status, String code, String message) {
    return new GetiException(
        message,
        Reply.of(
            status,
            Answer.json(
                Json.object()
                    .put("error_code", code)
                    .put("message", message)
                    .put("http_status", status))));
  }

  static GetiException badRequest(String message) {
    return of(400, "bad_request", message);
  }

  /** The error of a parameter: the message is an object of texts by its name. */
  static GetiException invalidParameter(ObjectNode message) {
    ObjectNode body = Json.object().put("error_code", "bad_request").put("http_status", 400);
    body.set("message", message);
    return new GetiException(message.toString(), Reply.of(400, Answer.json(body)));
  }

  static GetiException notFound(String what) {
    return of(404, what + "_not_found", "The requested %s could not be found.".formatted(what));
  }

  static GetiException noEndpoint(String path) {
    String text = "Endpoint %s is not found".formatted(path);
    return new GetiException(
        text, Reply.of(404, Answer.json(Json.object().put("endpoint_not_found_response", text))));
  }

  /** What comes from before the services: the gateway, or a service that broke down. */
  static GetiException plain(int status, String text) {
    return new GetiException(text, Reply.of(status, text(text)));
  }

  /** The plain error of a connection that sends too much. */
  static GetiException tooMany() {
    return new GetiException(
        "Too many requests",
        new Reply(
            429, Map.of("x-local-rate-limit", "true"), Optional.of(text("local_rate_limited"))));
  }

  /** What the services answer when something unforeseen happens in them. */
  static GetiException brokenDown() {
    return plain(500, "Internal Server Error");
  }

  static Answer text(String text) {
    return new Answer.Bytes(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
  }

  Reply reply() {
    return reply;
  }
}
