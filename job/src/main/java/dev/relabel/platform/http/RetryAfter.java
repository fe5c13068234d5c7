package dev.relabel.platform.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} in both of its forms (RFC 9110, section 10.2.3). */
public final class RetryAfter {
  // More than any policy waits; bounds what a careless or hostile server can ask for.
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * How long the server asks to wait; zero if it does not say, or says nothing that can be
   * understood.
   *
   * @param now our clock, used if the answer does not carry the server's own time in {@code Date}
   */
  static Duration of(Response response, Instant now) {
    String value = response.header("Retry-After").strip();
    Duration asked = Duration.ZERO;
    if (value.matches("\\d+")) {
      asked = value.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(value));
    } else {
      Optional<Instant> until = date(value);
      if (until.isPresent()) {
        // The difference of two times of the server's clock holds however wrong either clock is.
        asked = Duration.between(date(response.header("Date")).orElse(now), until.get());
      }
    }
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
