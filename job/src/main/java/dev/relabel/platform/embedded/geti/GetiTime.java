package dev.relabel.platform.embedded.geti;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The two ways in which Geti spells times. */
final class GetiTime {
  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter LIVE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS +0000", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private GetiTime() {}

  /** As everything has it that is stored. */
  static String of(Instant time) {
    return STORED.format(time);
  }

  /** As a prediction has it that was made just now. */
  static String live(Instant time) {
    return LIVE.format(time);
  }
}
