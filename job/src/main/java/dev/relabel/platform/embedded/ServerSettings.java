package dev.relabel.platform.embedded;

import dev.relabel.platform.Secret;
import java.util.Optional;

/**
 * Where and for whom the embedded platform serves.
 *
 * @param host the address to bind, {@code 127.0.0.1} by default, so that only this machine reaches
 *     it
 * @param port the port, 0 for any free one
 * @param token what clients have to send as {@code x-api-key}; empty lets everybody in
 */
public record ServerSettings(String host, int port, Optional<Secret> token) {
  /** This machine only, any free port, no token. */
  public static ServerSettings local() {
    return new ServerSettings("127.0.0.1", 0, Optional.empty());
  }

  /** The same with a token. */
  public ServerSettings withToken(String required) {
    return new ServerSettings(host, port, Optional.of(Secret.of(required)));
  }

  /** The same with a port. */
  public ServerSettings withPort(int wanted) {
    return new ServerSettings(host, wanted, token);
  }
}
