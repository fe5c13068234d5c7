package dev.relabel.platform.geti;

import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.UnreadableJsonException;
import java.util.regex.Pattern;

/** IDs before they become parts of an address. */
final class GetiIds {
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  private GetiIds() {}

  /**
   * An ID that a server gives.
   *
   * @throws UnreadableJsonException if it cannot be one
   */
  static String require(String id) {
    if (!ID.matcher(id).matches()) {
      throw new UnreadableJsonException("Expected an ID, found something else");
    }
    return id;
  }

  /**
   * An ID that a person gives.
   *
   * @throws PlatformRejectedException if Geti has no such IDs
   */
  static String checked(String id) {
    if (!ID.matcher(id).matches()) {
      throw new PlatformRejectedException(
          "'%s' is no ID of Geti, which are 24 hexadecimal digits and in the address of a project's page"
              .formatted(id),
          null);
    }
    return id;
  }
}
