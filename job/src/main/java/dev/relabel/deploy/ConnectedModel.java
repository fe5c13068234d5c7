package dev.relabel.deploy;

import dev.relabel.model.Nearest;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.platform.geti.GetiPipeline;
import dev.relabel.platform.supervisely.ServingAddress;
import dev.relabel.platform.supervisely.ServingApps;
import dev.relabel.platform.supervisely.ServingApps.Running;
import dev.relabel.platform.supervisely.ServingTask;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.serving.ServedModel;
import dev.relabel.serving.ServedSettings;
import dev.relabel.stage.ModelChoice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Finds the model that {@code --connect} names. */
public final class ConnectedModel {
  /** What may be written, for messages and help. */
  public static final String FORMS =
      "task:ID, the address of a serving app, find, find:NAME or geti:PROJECT_ID";

  private static final String TASK = "task:";
  private static final String FIND = "find";
  private static final String GETI = "geti:";

  private ConnectedModel() {}

  /**
   * Asks the app what it serves.
   *
   * @param where as written after {@code --connect}
   */
  public static ModelChoice.OnServer open(
      String where, ServedSettings settings, Environment environment) {
    return open(connection(where, environment), settings);
  }

  /** Asks an app what it serves. */
  public static ModelChoice.OnServer open(
      ModelServerConnection connection, ServedSettings settings) {
    try (ModelServer server = connection.open();
        ServedModel model = ServedModel.open(server, settings)) {
      return new ModelChoice.OnServer(connection, model.card(), settings);
    }
  }

  private static ModelServerConnection connection(String where, Environment environment) {
    if (where.startsWith(TASK)) {
      return new ServingTask(environment.supervisely(), taskId(where));
    }
    if (where.startsWith(GETI)) {
      try {
        return GetiPipeline.of(environment.geti(), where.substring(GETI.length()));
      } catch (IllegalArgumentException e) {
        throw new DeployException("--connect geti: " + e.getMessage());
      }
    }
    if (where.equals(FIND) || where.startsWith(FIND + ":")) {
      String name = where.substring(Math.min(where.length(), FIND.length() + 1));
      SuperviselyConnection connection = environment.supervisely();
      return new ServingTask(connection, found(connection, environment.workspace(), name));
    }
    if (!where.contains("/") && !where.contains(".") && !where.contains(":")) {
      throw new DeployException(
          "--connect is %s, not '%s'%s"
              .formatted(FORMS, where, Nearest.hint(where, List.of("find", "task:", "geti:"))));
    }
    try {
      return ServingAddress.of(where, knownPlatform(environment));
    } catch (IllegalArgumentException e) {
      throw new DeployException("--connect: %s. It is %s.".formatted(e.getMessage(), FORMS));
    }
  }

  /** An app at an address needs no platform. */
  private static Optional<SuperviselyConnection> knownPlatform(Environment environment) {
    try {
      return Optional.of(environment.supervisely());
    } catch (DeployException e) {
      return Optional.empty();
    }
  }

  private static long taskId(String where) {
    try {
      long id = Long.parseLong(where.substring(TASK.length()).strip());
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // told below, with all other wrong numbers
    }
    throw new DeployException(
        "--connect task:ID has the number of a task, not '%s'".formatted(where));
  }

  private static long found(SuperviselyConnection platform, OptionalLong workspace, String name) {
    List<Running> running;
    try (ServingApps apps = ServingApps.on(platform)) {
      running = apps.running(workspace, OptionalLong.empty());
    }
    List<Running> matching =
        running.stream().filter(app -> name.isEmpty() || app.isCalled(name)).toList();
    if (matching.size() == 1) {
      return matching.get(0).task();
    }
    String list =
        (matching.isEmpty() ? running : matching)
            .stream().map(Running::toString).collect(Collectors.joining("; "));
    if (!matching.isEmpty()) {
      throw new DeployException(
          "Several models are served at %s, so say which: --connect task:ID with one of: %s"
              .formatted(platform.server(), list));
    }
    throw new DeployException(
        "No served model%s was found at %s.%s Start one on the platform (Neural Networks > a model's Serve app), or let Relabel do it: --deploy-on-platform --model team-files:/PATH or FRAMEWORK/NAME."
            .formatted(
                name.isEmpty() ? "" : " called '%s'".formatted(name),
                platform.server(),
                running.isEmpty() ? "" : " There are: " + list + "."));
  }
}
