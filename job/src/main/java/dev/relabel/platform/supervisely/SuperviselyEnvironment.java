package dev.relabel.platform.supervisely;

import dev.relabel.platform.Secret;
import dev.relabel.platform.http.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds server and token where Supervisely's own client looks: in the environment variables {@code
 * SERVER_ADDRESS} and {@code API_TOKEN}, then, unless {@code ENV} is {@code production}, in the
 * file {@code ~/supervisely.env}. Server, place of the API and token come from the same of the two.
 */
public final class SuperviselyEnvironment {
  private static final String SERVER = "SERVER_ADDRESS";
  private static final String TOKEN = "API_TOKEN";
  private static final String API = "SUPERVISELY_API_SERVER_ADDRESS";

  private static final List<String> NAMES = List.of(SERVER, API, TOKEN);

  private SuperviselyEnvironment() {}

  /**
   * The connection that environment and file describe.
   *
   * @param environment the process's environment variables
   * @param file the content of {@code ~/supervisely.env}, empty if there is none
   * @throws IllegalArgumentException naming everything that is missing or wrong, without the token
   */
  public static SuperviselyConnection connection(Map<String, String> environment, String file) {
    boolean production = "production".equals(environment.get("ENV"));
    Map<String, String> fromFile = production ? Map.of() : Dotenv.parse(file);
    boolean own = NAMES.stream().anyMatch(name -> isOwn(name, environment, fromFile));
    Map<String, String> found = own ? environment : fromFile;

    List<String> problems = new ArrayList<>();
    String address = found.getOrDefault(SERVER, "");
    String token = found.getOrDefault(TOKEN, "").strip();
    if (address.isBlank()) {
      problems.add(
          "%s is not set: the server's address, such as https://app.example.com".formatted(SERVER));
    }
    if (token.isBlank()) {
      problems.add(
          "%s is not set: a token from your account's settings on the platform".formatted(TOKEN));
    }
    if (own && !problems.isEmpty() && NAMES.stream().anyMatch(name -> isSet(name, fromFile))) {
      problems.add(
          "the file is not used, as the environment sets %s: a token must not be shown to a server that it was not made for. Set all in the same place"
              .formatted(
                  NAMES.stream()
                      .filter(name -> isOwn(name, environment, fromFile))
                      .collect(Collectors.joining(" and "))));
    }
    SuperviselyConnection connection = null;
    if (problems.isEmpty()) {
      try {
        connection = SuperviselyConnection.of(address, Secret.of(token));
        String api = found.getOrDefault(API, "");
        connection = api.isBlank() ? connection : connection.withApi(api);
      } catch (IllegalArgumentException e) {
        problems.add("%s or %s is wrong: %s".formatted(SERVER, TOKEN, e.getMessage()));
      }
    }
    if (connection == null || !problems.isEmpty()) {
      throw new IllegalArgumentException(
          "No connection to Supervisely: "
              + String.join("; ", problems)
              + ". Variables are read from the environment, then from ~/supervisely.env.");
    }
    return connection;
  }

  /** Whether the environment says something that the file does not. */
  private static boolean isOwn(
      String name, Map<String, String> environment, Map<String, String> file) {
    if (!isSet(name, environment)) {
      return false;
    }
    String here = environment.getOrDefault(name, "").strip();
    String there = file.getOrDefault(name, "").strip();
    if (name.equals(TOKEN)) {
      return !here.equals(there);
    }
    try {
      return there.isEmpty() || !ServerAddress.parse(here).equals(ServerAddress.parse(there));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isSet(String name, Map<String, String> variables) {
    return !variables.getOrDefault(name, "").isBlank();
  }
}
