package dev.relabel.platform.geti;

import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.http.HttpSettings;
import dev.relabel.platform.http.ServerAddress;
import dev.relabel.platform.http.TlsTrust;
import java.net.URI;
import java.time.Duration;

/**
 * How to reach a Geti server.
 *
 * @param server the server's address, without a slash at its end
 * @param token a personal access token, sent as {@code x-api-key}
 * @param trust which certificates are believed
 * @param organization the organisation's ID; empty to take the token's
 * @param workspace the workspace's ID; empty if there is one only
 * @param requestsPerSecond of the whole job, without live predictions
 * @param pausesTraining whether projects are kept from training by themselves while they are
 *     written to
 * @param callTimeout how long a call may take; a model that is not loaded yet answers late, servers
 *     wait for 80 s themselves
 * @param retries how often and how long calls are repeated
 */
public record GetiConnection(
    URI server,
    Secret token,
    TlsTrust trust,
    String organization,
    String workspace,
    double requestsPerSecond,
    boolean pausesTraining,
    Duration callTimeout,
    RetryPolicy retries)
    implements HttpSettings, PlatformConnection {
  /** What a server's inference gateway lets through for long, on each connection. */
  static final double PREDICTIONS_PER_SECOND = 30;

  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

  /** What one connection may ask of a server's resources for long is 480 per second. */
  private static final double REQUESTS_PER_SECOND = 200;

  /**
   * A connection with the usual limits.
   *
   * @param address the server's address; {@code https://} is put before one without a scheme
   * @throws IllegalArgumentException if it is no address of a web server
   */
  public static GetiConnection of(String address, Secret token, TlsTrust trust) {
    String stripped = address.strip();
    URI server = ServerAddress.parse(stripped.contains("://") ? stripped : "https://" + stripped);
    return new GetiConnection(
        server,
        token,
        trust,
        "",
        "",
        REQUESTS_PER_SECOND,
        false,
        CALL_TIMEOUT,
        RetryPolicy.DEFAULT);
  }

  /** The same for one organisation and workspace; what is empty is found. */
  public GetiConnection in(String oneOrganization, String oneWorkspace) {
    return new GetiConnection(
        server,
        token,
        trust,
        oneOrganization,
        oneWorkspace,
        requestsPerSecond,
        pausesTraining,
        callTimeout,
        retries);
  }

  /** The same with another rate. */
  public GetiConnection withRequestsPerSecond(double rate) {
    return new GetiConnection(
        server, token, trust, organization, workspace, rate, pausesTraining, callTimeout, retries);
  }

  /** The same, which keeps projects from training by themselves while they are written to. */
  public GetiConnection withPausedTraining() {
    return new GetiConnection(
        server,
        token,
        trust,
        organization,
        workspace,
        requestsPerSecond,
        true,
        callTimeout,
        retries);
  }

  /** The same with another patience. */
  public GetiConnection withPatience(Duration timeout, RetryPolicy policy) {
    return new GetiConnection(
        server,
        token,
        trust,
        organization,
        workspace,
        requestsPerSecond,
        pausesTraining,
        timeout,
        policy);
  }

  @Override
  public String kind() {
    return "geti";
  }

  @Override
  public Platform open(int processes) {
    return GetiPlatform.open(this, processes);
  }

  @Override
  public URI api() {
    return URI.create(server + "/api/v1");
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration idleTimeout() {
    return callTimeout();
  }

  @Override
  public int connections() {
    return 8;
  }

  @Override
  public long answerBytes() {
    return 64L << 20;
  }

  @Override
  public String howToTrust() {
    return "is its certificate one that Java trusts, or is the authority's in the file of GETI_CA_BUNDLE";
  }

  @Override
  public String toString() {
    return "GetiConnection[%s, token %s]".formatted(server, token);
  }
}
