package dev.relabel.platform.geti;

import dev.relabel.platform.Secret;
import dev.relabel.platform.http.TlsTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What environment variables say of a Geti server: {@code GETI_HOST}, {@code GETI_TOKEN}, {@code
 * GETI_CA_BUNDLE}, {@code GETI_VERIFY_CERTIFICATE}, {@code GETI_ORGANIZATION} and {@code
 * GETI_WORKSPACE}.
 */
public final class GetiEnvironment {
  /** A PEM file with the certificates of authorities. */
  public static final String CA_BUNDLE = "GETI_CA_BUNDLE";

  private static final String HOST = "GETI_HOST";
  private static final String TOKEN = "GETI_TOKEN";
  private static final String VERIFY = "GETI_VERIFY_CERTIFICATE";

  private GetiEnvironment() {}

  /**
   * The connection that they describe.
   *
   * @param bundle the content of the file of {@link #CA_BUNDLE}, if one is named
   * @throws IllegalArgumentException naming everything that is missing or wrong, without the token
   */
  public static GetiConnection connection(
      Map<String, String> environment, Optional<String> bundle) {
    List<String> problems = new ArrayList<>();
    String host = environment.getOrDefault(HOST, "").strip();
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (host.isEmpty()) {
      problems.add(HOST + " is not set: the server's address, such as https://geti.example.com");
    }
    if (token.isEmpty()) {
      problems.add(TOKEN + " is not set: a personal access token of your account on the server");
    }
    String verify = environment.getOrDefault(VERIFY, "true").strip();
    if (!verify.equals("true") && !verify.equals("false")) {
      problems.add("%s is true or false, not '%s'".formatted(VERIFY, verify));
    }
    try {
      if (problems.isEmpty()) {
        return GetiConnection.of(host, Secret.of(token), trust(verify.equals("true"), bundle))
            .in(
                environment.getOrDefault("GETI_ORGANIZATION", "").strip(),
                environment.getOrDefault("GETI_WORKSPACE", "").strip());
      }
    } catch (IllegalArgumentException e) {
      problems.add("%s, %s or %s is wrong: %s".formatted(HOST, TOKEN, CA_BUNDLE, e.getMessage()));
    }
    throw new IllegalArgumentException("No connection to Geti: " + String.join("; ", problems));
  }

  private static TlsTrust trust(boolean isVerified, Optional<String> bundle) {
    return !isVerified ? TlsTrust.OF_ANYONE : bundle.map(TlsTrust::of).orElse(TlsTrust.OF_JAVA);
  }
}
