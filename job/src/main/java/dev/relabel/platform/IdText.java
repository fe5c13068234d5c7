package dev.relabel.platform;

/** What goes for the text of all IDs. */
final class IdText {
  private IdText() {}

  static void require(String value, String what) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("The ID of a " + what + " has at least one character");
    }
  }

  static long number(String value, String what) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new PlatformRejectedException(
          "'%s' is no ID (%s) on this platform: its IDs are numbers".formatted(value, what), e);
    }
  }
}
