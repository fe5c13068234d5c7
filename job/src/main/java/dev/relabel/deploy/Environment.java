package dev.relabel.deploy;

import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.geti.GetiConnection;
import dev.relabel.platform.geti.GetiEnvironment;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.SuperviselyEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/**
 * What surrounds the process and says which platform is meant and who is asking.
 *
 * @param variables environment variables
 * @param home the user's home directory
 * @param requestsPerSecond of the whole job; 0 for the platform's usual rate
 * @param pausesTraining whether a project of Geti is kept from training by itself while it is
 *     written to
 * @param kind which platform projects, datasets, images and videos are of
 */
public record Environment(
    Map<String, String> variables,
    Path home,
    double requestsPerSecond,
    Kind kind,
    boolean pausesTraining) {
  private static final String SPARK_HADOOP = "spark.hadoop.";

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** That of this process: the only place that environment variables come from. */
  public static Environment ofThisProcess() {
    return new Environment(System.getenv(), Path.of(System.getProperty("user.home", ".")), 0);
  }

  /** Hadoop's settings as spark-submit passes them, for use without a session. */
  public static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith(SPARK_HADOOP)) {
                hadoop.set(name.toString().substring(SPARK_HADOOP.length()), value.toString());
              }
            });
    return hadoop;
  }

  /** One whose platform is Supervisely. */
  public Environment(Map<String, String> variables, Path home, double requestsPerSecond) {
    this(variables, home, requestsPerSecond, Kind.SUPERVISELY, false);
  }

  /** The platforms. */
  public enum Kind {
    SUPERVISELY,
    GETI
  }

  /** The same with another rate. */
  public Environment withRequestsPerSecond(double rate) {
    return new Environment(variables, home, rate, kind, pausesTraining);
  }

  /** The same with another platform. */
  public Environment withPlatform(Kind other) {
    return new Environment(variables, home, requestsPerSecond, other, pausesTraining);
  }

  /** The same with another answer to whether training is paused. */
  public Environment withPausedTraining(boolean isPaused) {
    return new Environment(variables, home, requestsPerSecond, kind, isPaused);
  }

  /**
   * The platform that address and token are given for, in {@code SERVER_ADDRESS} and {@code
   * API_TOKEN} or in {@code ~/supervisely.env}.
   *
   * @throws DeployException saying what is missing
   */
  public SuperviselyConnection supervisely() {
    SuperviselyConnection connection;
    try {
      connection = SuperviselyEnvironment.connection(variables, homeFile("supervisely.env"));
    } catch (IllegalArgumentException e) {
      throw new DeployException(String.valueOf(e.getMessage()));
    }
    return requestsPerSecond > 0 ? connection.withRequestsPerSecond(requestsPerSecond) : connection;
  }

  /**
   * The Geti server that {@code GETI_HOST} and {@code GETI_TOKEN} name.
   *
   * @throws DeployException saying what is missing
   */
  public GetiConnection geti() {
    String bundle = variables.getOrDefault(GetiEnvironment.CA_BUNDLE, "").strip();
    try {
      return GetiEnvironment.connection(
          variables, bundle.isEmpty() ? Optional.empty() : Optional.of(content(Path.of(bundle))));
    } catch (IllegalArgumentException e) {
      throw new DeployException(String.valueOf(e.getMessage()));
    }
  }

  /** The platform that projects, datasets, images and videos are of. */
  public PlatformConnection platform() {
    return switch (kind) {
      case SUPERVISELY -> supervisely();
      case GETI -> {
        GetiConnection usual = geti();
        GetiConnection paced =
            requestsPerSecond > 0 ? usual.withRequestsPerSecond(requestsPerSecond) : usual;
        yield pausesTraining ? paced.withPausedTraining() : paced;
      }
    };
  }

  /** The workspace that the platform's own clients would use, if one is set. */
  public OptionalLong workspace() {
    return id("WORKSPACE_ID", "a workspace");
  }

  /** The team that the platform's own clients would use, if one is set. */
  OptionalLong team() {
    return id("TEAM_ID", "a team");
  }

  private OptionalLong id(String variable, String what) {
    String id = variables.getOrDefault(variable, "").strip();
    try {
      return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      throw new DeployException("%s is the number of %s, not '%s'".formatted(variable, what, id));
    }
  }

  private String homeFile(String name) {
    Path file = home.resolve(name);
    return Files.isRegularFile(file) ? content(file) : "";
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DeployException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** Without the variables, of which one is a token. */
  @Override
  public String toString() {
    return "the environment of " + home;
  }
}
