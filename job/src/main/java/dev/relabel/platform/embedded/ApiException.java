package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.NameTakenException;

/** A request that is answered with an error: {@code {"error": …, "details": …}}. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient JsonNode details;

  private ApiException(int status, String message, JsonNode details) {
    super(message);
    this.status = status;
    this.details = details;
  }

  static ApiException of(int status, String message) {
    ObjectNode details = JsonNodeFactory.instance.objectNode().put("message", message);
    return new ApiException(status, message, details);
  }

  static ApiException badRequest(String message) {
    return of(400, message);
  }

  static ApiException notFound(String what, long id) {
    return of(404, "There is no %s with ID %s here".formatted(what, id));
  }

  /** The error by which clients find out which names are taken, and by what. */
  static ApiException notUnique(NameTakenException cause) {
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "NONUNIQUE")
            .put("message", cause.getMessage());
    for (NameTakenException.Taken each : cause.taken()) {
      details.withArray("errors").addObject().put("name", each.name()).put("id", each.id());
    }
    ApiException exception = new ApiException(400, String.valueOf(cause.getMessage()), details);
    exception.initCause(cause);
    return exception;
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", getMessage());
    body.set("details", details);
    return body;
  }
}
