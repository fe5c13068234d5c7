package dev.relabel.cli;

import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.SuperviselyEnvironment;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Which platform, and how hard it may be used. Address and token come from the environment. */
final class PlatformOptions {
  /** The platforms. */
  enum Kind {
    SUPERVISELY
  }

  @Option(
      names = "--platform",
      paramLabel = "KIND",
      defaultValue = "supervisely",
      description = "The platform: supervisely (address and token: SERVER_ADDRESS, API_TOKEN).")
  Kind kind = Kind.SUPERVISELY;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests per second of the whole job; 0 for the platform's usual rate.")
  double rateLimit;

  /** The workspace that the platform's own clients would use, if one is set. */
  OptionalLong workspace(Shell shell) {
    return id("WORKSPACE_ID", "a workspace", shell);
  }

  /** The team that the platform's own clients would use, if one is set. */
  OptionalLong team(Shell shell) {
    return id("TEAM_ID", "a team", shell);
  }

  private static OptionalLong id(String variable, String what, Shell shell) {
    String id = shell.environment().getOrDefault(variable, "").strip();
    try {
      return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      throw new UsageException("%s is the number of %s, not '%s'".formatted(variable, what, id));
    }
  }

  PlatformConnection connection(Shell shell) {
    return supervisely(shell);
  }

  SuperviselyConnection supervisely(Shell shell) {
    SuperviselyConnection connection;
    try {
      connection =
          SuperviselyEnvironment.connection(shell.environment(), shell.homeFile("supervisely.env"));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return rateLimit > 0 ? connection.withRequestsPerSecond(rateLimit) : connection;
  }
}
