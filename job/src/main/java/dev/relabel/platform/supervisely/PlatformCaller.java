package dev.relabel.platform.supervisely;

import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Time;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.ServerErrors;
import dev.relabel.platform.http.Transport;
import java.util.random.RandomGenerator;

/** Callers of the platform itself. */
final class PlatformCaller {
  private PlatformCaller() {}

  /** As the caller's own constructor, with the words for a Supervisely server. */
  static Caller of(
      SuperviselyConnection connection,
      Transport transport,
      RateLimit rate,
      Time time,
      RandomGenerator random) {
    return new Caller(
        connection,
        transport,
        rate,
        time,
        random,
        new ServerErrors(connection.server().toString(), SuperviselyAdvice.PLATFORM));
  }
}
