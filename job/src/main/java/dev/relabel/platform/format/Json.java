package dev.relabel.platform.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes ↔ JSON trees, and checked access to their fields. Everything read is untrusted: a missing
 * field or a wrong type throws {@link UnreadableJsonException} that names the field.
 */
public final class Json {
  // A bitmap is one string; base64 of 64 MiB, the largest that BitmapCodec takes, fits.
  private static final int LONGEST_STRING = 100_000_000;
  private static final int DEEPEST = 200;
  private static final int QUOTED = 120;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(LONGEST_STRING)
                          .maxNestingDepth(DEEPEST)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper PARTS =
      MAPPER.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * The tree that these bytes (UTF-8) spell.
   *
   * @throws UnreadableJsonException if they are not one whole JSON value
   */
  public static JsonNode read(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw new UnreadableJsonException("Expected JSON, found nothing");
      }
      return node;
    } catch (IOException e) {
      throw new UnreadableJsonException(
          "Not JSON: " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * A parser for JSON that is too large to be held as a tree; its {@code readValueAsTree} gives
   * parts of it.
   */
  public static JsonParser parser(InputStream in) throws IOException {
    return PARTS.createParser(in);
  }

  /** The tree as UTF-8 bytes without white space. */
  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("A JSON tree could not be written", e);
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An empty array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The node as an object; {@code what} names it in the message. */
  public static ObjectNode asObject(JsonNode node, String what) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw wrong(what, "an object", node);
  }

  /** The node as an array; {@code what} names it in the message. */
  public static ArrayNode asArray(JsonNode node, String what) {
    if (node instanceof ArrayNode array) {
      return array;
    }
    throw wrong(what, "an array", node);
  }

  /** A field that must be an object. */
  public static ObjectNode object(JsonNode parent, String key) {
    return asObject(parent.path(key), key);
  }

  /** A field that must be an array. */
  public static ArrayNode array(JsonNode parent, String key) {
    return asArray(parent.path(key), key);
  }

  /** A field that must be a string. */
  public static String text(JsonNode parent, String key) {
    JsonNode node = parent.path(key);
    if (node.isTextual()) {
      return node.textValue();
    }
    throw wrong(key, "a string", node);
  }

  /** A field that should be a string; {@code otherwise} if it is absent or anything else. */
  public static String text(JsonNode parent, String key, String otherwise) {
    JsonNode node = parent.path(key);
    return node.isTextual() ? node.textValue() : otherwise;
  }

  /** A field that must be a whole number. */
  public static long integer(JsonNode parent, String key) {
    return asInteger(parent.path(key), key);
  }

  /**
   * A field that should be a whole number, or a string that spells one (the platform writes some
   * sizes so); {@code otherwise} if it is absent or anything else.
   */
  public static long integer(JsonNode parent, String key, long otherwise) {
    JsonNode node = parent.path(key);
    if (node.isTextual()) {
      try {
        return Long.parseLong(node.textValue());
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }
    return isInteger(node) ? node.longValue() : otherwise;
  }

  /** The node as a whole number; {@code what} names it in the message. */
  public static long asInteger(JsonNode node, String what) {
    if (isInteger(node)) {
      return node.longValue();
    }
    throw wrong(what, "a whole number", node);
  }

  /** The node as a number; {@code what} names it in the message. */
  public static double asNumber(JsonNode node, String what) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    throw wrong(what, "a number", node);
  }

  private static boolean isInteger(JsonNode node) {
    return node.isNumber()
        && node.canConvertToLong()
        && (node.isIntegralNumber() || node.doubleValue() == Math.rint(node.doubleValue()));
  }

  private static UnreadableJsonException wrong(String what, String expected, JsonNode found) {
    return new UnreadableJsonException(
        "Expected %s as \"%s\", found %s".formatted(expected, what, describe(found)));
  }

  private static String describe(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    String text = node.isContainerNode() ? node.getNodeType().toString() : node.toString();
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
