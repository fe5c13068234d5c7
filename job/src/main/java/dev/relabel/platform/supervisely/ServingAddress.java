package dev.relabel.platform.supervisely;

import dev.relabel.platform.ModelServer;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.platform.Secret;
import dev.relabel.platform.http.ServerAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * A serving app at a web address.
 *
 * @param app how to reach it: {@link SuperviselyConnection#api()} is its address
 */
public record ServingAddress(SuperviselyConnection app) implements ModelServerConnection {

  /**
   * An app at an address. The platform's token goes along only to the platform's own server.
   *
   * @param address the app's address, with or without a scheme
   * @param platform the platform, if one is known
   * @throws IllegalArgumentException if it is no address of a web server
   */
  public static ServingAddress of(String address, Optional<SuperviselyConnection> platform) {
    URI app = ServerAddress.parse(address);
    Secret token =
        platform
            .filter(known -> isSameServer(known.server(), app))
            .map(SuperviselyConnection::token)
            .orElse(Secret.none());
    return new ServingAddress(SuperviselyConnection.of(origin(app), token).withApi(app.toString()));
  }

  private static boolean isSameServer(URI platform, URI app) {
    return Objects.equals(platform.getScheme(), app.getScheme())
        && platform.getHost().equalsIgnoreCase(app.getHost())
        && platform.getPort() == app.getPort();
  }

  /** The address without its path, which may hold a session's secret. */
  private static String origin(URI app) {
    return "%s://%s%s"
        .formatted(app.getScheme(), app.getHost(), app.getPort() < 0 ? "" : ":" + app.getPort());
  }

  @Override
  public String address() {
    return "the app at " + app.server();
  }

  @Override
  public ModelServer open() {
    return ServingApp.open(this);
  }
}
