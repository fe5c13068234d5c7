package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client sent: the parameters of a method. Parameters that a method does not know are passed
 * over.
 */
final class ApiCall {
  private final JsonNode body;
  private final Uploads uploads;

  ApiCall(JsonNode body, Uploads uploads) {
    this.body = body;
    this.uploads = uploads;
  }

  /** The files of a multipart request. */
  @FunctionalInterface
  interface Uploads {
    /** Hands over each file in the order sent, while the request is being read. */
    void forEach(Receiver receiver) throws IOException;
  }

  /** Takes one uploaded file. */
  @FunctionalInterface
  interface Receiver {
    void receive(String name, InputStream content) throws IOException;
  }

  Uploads uploads() {
    return uploads;
  }

  JsonNode body() {
    return body;
  }

  boolean has(String key) {
    return body.hasNonNull(key);
  }

  long id(String key) {
    return optionalId(key)
        .orElseThrow(
            () -> ApiException.badRequest("The parameter \"%s\" is missing".formatted(key)));
  }

  Optional<Long> optionalId(String key) {
    return has(key) ? Optional.of(asId(key, body.get(key))) : Optional.empty();
  }

  /** A list of IDs; refused when missing. */
  List<Long> ids(String key) {
    List<Long> ids = new ArrayList<>();
    array(key).forEach(each -> ids.add(asId(key, each)));
    return ids;
  }

  static long asId(String key, JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    throw ApiException.badRequest(
        "The parameter \"%s\" has to be an integer, not %s".formatted(key, value));
  }

  String text(String key) {
    JsonNode value = body.path(key);
    if (value.isTextual()) {
      return value.textValue();
    }
    throw ApiException.badRequest("The parameter \"%s\" has to be a text".formatted(key));
  }

  String text(String key, String whenMissing) {
    return has(key) ? text(key) : whenMissing;
  }

  boolean isSet(String key) {
    return body.path(key).asBoolean(false);
  }

  boolean isSetOrMissing(String key) {
    return body.path(key).asBoolean(true);
  }

  ArrayNode array(String key) {
    if (body.path(key) instanceof ArrayNode array) {
      return array;
    }
    throw ApiException.badRequest("The parameter \"%s\" has to be a list".formatted(key));
  }

  ObjectNode object(String key) {
    if (body.path(key) instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("The parameter \"%s\" has to be an object".formatted(key));
  }
}
