package dev.relabel.platform.geti;

import dev.relabel.platform.format.UnreadableJsonException;
import java.util.regex.Pattern;

/** IDs that a server gives, before they become part of an address. */
final class GetiIds {
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  private GetiIds() {}

  /**
   * The same ID.
   *
   * @throws UnreadableJsonException if it cannot be one
   */
  static String require(String id) {
    if (!ID.matcher(id).matches()) {
      throw new UnreadableJsonException("Expected an ID, found something else");
    }
    return id;
  }
}
