package dev.relabel.platform.geti;

import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Time;
import dev.relabel.platform.http.Advice;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.HttpSettings;
import dev.relabel.platform.http.JettyTransport;
import dev.relabel.platform.http.ServerErrors;
import java.util.Random;

/** Makes what calls a Geti server, with the words for what goes wrong there. */
final class GetiCallers {
  private static final Advice ADVICE =
      new Advice(
          "Geti server",
          "server",
          "GETI_HOST",
          "The token is wrong, expired or of another organisation. Set GETI_TOKEN to a personal"
              + " access token of a user of the project");

  private GetiCallers() {}

  /**
   * A caller, to be closed.
   *
   * @param settings the connection's, or others for other calls
   * @param perSecond requests of the whole job
   * @param processes how many processes share that rate
   * @param time by which it waits
   */
  static Caller open(
      GetiConnection connection,
      HttpSettings settings,
      double perSecond,
      int processes,
      Time time) {
    return new Caller(
        settings,
        JettyTransport.start(settings),
        new RateLimit(perSecond, processes, time),
        time,
        new Random(),
        new ServerErrors(connection.server().toString(), ADVICE));
  }
}
