package dev.relabel.platform.supervisely;

import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.http.HttpSettings;
import dev.relabel.platform.http.ServerAddress;
import java.net.URI;
import java.time.Duration;

/**
 * How to reach a Supervisely server. A value that is shipped to executors, where each process opens
 * a {@link SuperviselyPlatform} of its own from it.
 *
 * @param server the server's address, without a slash at its end
 * @param api where its REST API lies, normally {@code server/public/api}
 * @param token the token sent as {@code x-api-key}
 * @param connectTimeout limit for opening a connection
 * @param idleTimeout limit for the time in which nothing moves on a connection
 * @param callTimeout limit for one attempt of one call, from its first byte to its last
 * @param retries how often and how long failed calls are repeated
 * @param requestsPerSecond the rate of the whole job, over all its processes
 * @param connections most connections of one process, and so most calls under way
 * @param answerBytes most bytes of one answer that are accepted
 */
public record SuperviselyConnection(
    URI server,
    URI api,
    Secret token,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration callTimeout,
    RetryPolicy retries,
    double requestsPerSecond,
    int connections,
    long answerBytes)
    implements PlatformConnection, HttpSettings {

  public SuperviselyConnection {
    boolean positive =
        connectTimeout.toMillis() > 0 && idleTimeout.toMillis() > 0 && callTimeout.toMillis() > 0;
    if (!positive || !(requestsPerSecond > 0) || connections < 1 || answerBytes < 1) {
      throw new IllegalArgumentException(
          ("Time-outs, rate, connections and size of a connection to %s must be positive:"
                  + " connectTimeout=%s idleTimeout=%s callTimeout=%s requestsPerSecond=%s"
                  + " connections=%s answerBytes=%s")
              .formatted(
                  server,
                  connectTimeout,
                  idleTimeout,
                  callTimeout,
                  requestsPerSecond,
                  connections,
                  answerBytes));
    }
  }

  /** Without the token, and without the path of the API, which may hold the secret of a session. */
  @Override
  public String toString() {
    return "SuperviselyConnection[%s, token %s]".formatted(server, token);
  }

  @Override
  public String kind() {
    return "supervisely";
  }

  @Override
  public Platform open(int processes) {
    return SuperviselyPlatform.open(this, processes);
  }

  /**
   * A connection with the usual limits.
   *
   * @param address the server's address; {@code http://} is put before one without a scheme
   * @throws IllegalArgumentException if it is no address of a web server
   */
  public static SuperviselyConnection of(String address, Secret token) {
    URI server = ServerAddress.parse(address);
    return new SuperviselyConnection(
        server,
        URI.create(server + "/public/api"),
        token,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(2),
        RetryPolicy.DEFAULT,
        // Far above what one job needs (a request covers 50 images), far below what hurts a server.
        100,
        // The platform's own client keeps 5 to 10 calls under way.
        8,
        // 50 photos of 5 MB in one bulk answer; of larger ones, fewer are asked for at once.
        256L << 20);
  }

  /** The same connection with another place of the REST API. */
  public SuperviselyConnection withApi(String address) {
    return new SuperviselyConnection(
        server,
        ServerAddress.parse(address),
        token,
        connectTimeout,
        idleTimeout,
        callTimeout,
        retries,
        requestsPerSecond,
        connections,
        answerBytes);
  }

  /** The same connection with another rate for the whole job. */
  public SuperviselyConnection withRequestsPerSecond(double rate) {
    return new SuperviselyConnection(
        server,
        api,
        token,
        connectTimeout,
        idleTimeout,
        callTimeout,
        retries,
        rate,
        connections,
        answerBytes);
  }

  /** The same connection with other rules for repeating. */
  public SuperviselyConnection withRetries(RetryPolicy policy) {
    return new SuperviselyConnection(
        server,
        api,
        token,
        connectTimeout,
        idleTimeout,
        callTimeout,
        policy,
        requestsPerSecond,
        connections,
        answerBytes);
  }

  /** The same connection with other time limits. */
  public SuperviselyConnection withTimeouts(Duration connect, Duration idle, Duration call) {
    return new SuperviselyConnection(
        server,
        api,
        token,
        connect,
        idle,
        call,
        retries,
        requestsPerSecond,
        connections,
        answerBytes);
  }

  /** The same connection that accepts answers of this size at most. */
  public SuperviselyConnection withAnswerBytes(long most) {
    return new SuperviselyConnection(
        server,
        api,
        token,
        connectTimeout,
        idleTimeout,
        callTimeout,
        retries,
        requestsPerSecond,
        connections,
        most);
  }
}
