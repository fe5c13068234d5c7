package dev.relabel.platform.embedded.geti;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Geti's IDs, made of those of the local project so that they are the same after every restart: 24
 * hexadecimal digits, of which the last 16 are the local ID and the two before tell what it is the
 * ID of.
 */
final class GetiId {
  /** The only organisation. */
  static final String ORGANIZATION = "0b7a5f3e-6c1d-4e2a-9f48-1d2c3b4a5e60";

  /** Its only workspace. */
  static final String WORKSPACE = "5e9d1c70-2a4b-4f6c-8d3e-7b6a5c4d3e21";

  /** The only user. */
  static final String USER = "9c3e7d52-8b1f-4a6d-b0c9-2f1e0d9c8b7a";

  private static final String PREFIX = "66a000";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{24}");

  /** A project has two tasks at most, and some that are none. */
  private static final int TASKS = 8;

  private GetiId() {}

  /** What an ID belongs to. */
  enum Kind {
    PROJECT("01"),
    DATASET("02"),
    IMAGE("03"),
    VIDEO("04"),
    TASK("05"),
    LABEL("06"),
    EMPTY_LABEL("07"),
    LABEL_SCHEMA("08"),
    MODEL_GROUP("09"),
    MODEL("0a"),
    OPTIMIZED_MODEL("0b"),
    REGION("0c");

    private final String digits;

    Kind(String digits) {
      this.digits = digits;
    }
  }

  /** The ID of what has that local ID. */
  static String of(Kind kind, long local) {
    return PREFIX + kind.digits + String.format(Locale.ROOT, "%016x", local);
  }

  /** The ID of what a project has for each of its tasks. */
  static String ofTask(Kind kind, long project, int task) {
    return of(kind, project * TASKS + task);
  }

  /** A new one, as the server gives to what is written. */
  static String random() {
    byte[] bytes = new byte[12];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Always the same ID for the same text, as good as random. */
  static String ofText(String text) {
    return uuidOfText(text).replace("-", "").substring(0, 24);
  }

  /** Always the same UUID for the same text. */
  static String uuidOfText(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * The local ID; -1 if it is the ID of something else.
   *
   * @throws GetiException if it cannot be an ID
   */
  static long local(Kind kind, String id) {
    if (!HEX.matcher(id).matches()) {
      throw GetiException.badRequest("'%s' is not a valid ID.".formatted(id));
    }
    String lower = id.toLowerCase(Locale.ROOT);
    return lower.equals(of(kind, Long.parseUnsignedLong(lower.substring(8), 16)))
        ? Long.parseUnsignedLong(lower.substring(8), 16)
        : -1;
  }
}
