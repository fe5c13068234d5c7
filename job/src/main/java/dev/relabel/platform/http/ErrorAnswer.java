package dev.relabel.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.Secret;
import dev.relabel.platform.format.Json;
import java.io.IOException;

/**
 * What the server says about a failure: {@code {"error": …, "details": {"type", "message", …}}}, or
 * {@code {"detail": …}}.
 *
 * @param isJson whether the answer had that form; a proxy's page has not
 * @param message the server's words, shortened, without the token; empty if there are none
 * @param details the details, missing if there are none
 */
public record ErrorAnswer(boolean isJson, String message, JsonNode details) {
  private static final int LONGEST_BODY = 1 << 20;
  private static final int LONGEST_MESSAGE = 300;

  public static ErrorAnswer read(Response response, Secret token) {
    JsonNode json;
    try {
      json = Json.read(response.body().readNBytes(LONGEST_BODY));
    } catch (IOException | PlatformException e) {
      return none();
    }
    JsonNode details = json.path("details");
    details = details.isArray() ? details.path(0) : details;
    String error = Json.text(json, "error", Json.text(json, "message", ofApp(json.path("detail"))));
    String more = Json.text(details, "message", "");
    String message = more.isBlank() || error.contains(more) ? error : error + ": " + more;
    return new ErrorAnswer(json.isObject(), shorten(token.blackOutIn(message)), details);
  }

  /** How serving apps say it: {@code {"detail": …}}, a text or an object with a message. */
  private static String ofApp(JsonNode detail) {
    return detail.isTextual() ? detail.textValue() : Json.text(detail, "message", "");
  }

  /** The same with a text left out of the server's words. */
  public ErrorAnswer without(String secret) {
    return secret.length() < 2
        ? this
        : new ErrorAnswer(isJson, message.replace(secret, "/…"), details);
  }

  /** An answer that says nothing. */
  public static ErrorAnswer none() {
    return new ErrorAnswer(false, "", Json.object().path("details"));
  }

  /** Whether the server refused because names are taken. */
  public boolean isNonUnique() {
    return Json.text(details, "type", "").equals("NONUNIQUE");
  }

  private static String shorten(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }
}
