package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.geti.Routes.Found;
import dev.relabel.platform.embedded.geti.Routes.Limit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;

/**
 * What lies before the services: tokens, organisations and rates (fact sheet of Geti, 2 and 3). Its
 * errors are plain texts.
 */
final class Gateway {
  private static final String PREFIX = "geti_pat_";
  private static final int TOKEN_PARTS = 4;

  private final Optional<Secret> token;
  private final Map<Limit, Rate> rates = new EnumMap<>(Limit.class);

  Gateway(GetiSettings settings) {
    this.token = settings.token();
    rates.put(Limit.RESOURCE, settings.resource());
    rates.put(Limit.INFERENCE, settings.inference());
  }

  /**
   * Lets a request through to the services.
   *
   * @throws GetiException if it does not
   */
  void authenticate(Request request) {
    if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
      // Only browsers send it: some page tries its luck with servers on its reader's machine.
      throw GetiException.plain(403, "RBAC: access denied");
    }
    if (token.isEmpty()) {
      return;
    }
    String sent = request.getHeaders().get("x-api-key");
    if (sent == null) {
      throw GetiException.plain(401, "Jwt is missing");
    }
    // Takes the same time for every wrong token.
    if (!MessageDigest.isEqual(
        sent.getBytes(StandardCharsets.UTF_8),
        token.get().reveal().getBytes(StandardCharsets.UTF_8))) {
      boolean isOne = sent.startsWith(PREFIX) && sent.split("_", -1).length == TOKEN_PARTS;
      throw isOne
          ? GetiException.plain(401, "Invalid authorization token")
          : GetiException.plain(400, "Bad request");
    }
  }

  /**
   * Counts a request against the rate of its connection, and checks whose it is.
   *
   * @throws GetiException if it is one too many, or names an organisation that is not the token's
   */
  void admit(Request request, Found found) {
    Rate rate = rates.get(found.route().limit());
    if (rate != null) {
      Attributes connection = request.getConnectionMetaData();
      String key = "relabel.bucket." + found.route().limit();
      TokenBucket bucket;
      synchronized (connection) {
        bucket = (TokenBucket) connection.getAttribute(key);
        if (bucket == null) {
          bucket = new TokenBucket(rate, System.nanoTime());
          connection.setAttribute(key, bucket);
        }
      }
      if (!bucket.take(System.nanoTime())) {
        throw GetiException.tooMany();
      }
    }
    String organization = found.path().get("org");
    if (organization != null && !organization.equals(GetiId.ORGANIZATION)) {
      requireUuid(organization);
      throw GetiException.plain(401, "Invalid authorization token");
    }
    String workspace = found.path().get("workspace");
    if (workspace != null && !workspace.equals(GetiId.WORKSPACE)) {
      requireUuid(workspace);
      throw GetiException.notFound("workspace");
    }
  }

  private static void requireUuid(String id) {
    try {
      if (UUID.fromString(id).version() == 4) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw GetiException.badRequest("'%s' is not a valid ID.".formatted(id));
  }
}
