package dev.relabel.cli;

import dev.relabel.deploy.Environment;
import dev.relabel.deploy.Environment.Kind;
import dev.relabel.platform.PlatformConnection;
import picocli.CommandLine.Option;

/** Which platform, and how hard it may be used. Address and token come from the environment. */
final class PlatformOptions {
  @Option(
      names = "--platform",
      paramLabel = "KIND",
      defaultValue = "supervisely",
      description =
          "The platform: supervisely (address and token: SERVER_ADDRESS, API_TOKEN) or geti"
              + " (GETI_HOST, GETI_TOKEN).")
  Kind kind = Kind.SUPERVISELY;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests per second of the whole job; 0 for the platform's usual rate.")
  double rateLimit;

  @Option(
      names = "--pause-auto-training",
      description =
          "With --platform geti: keep the project from training by itself while labels are written.")
  boolean pauseAutoTraining;

  /** The surroundings, with what was said about the platform here. */
  Environment environment(Shell shell) {
    return shell
        .environment()
        .withRequestsPerSecond(rateLimit)
        .withPlatform(kind)
        .withPausedTraining(pauseAutoTraining);
  }

  PlatformConnection connection(Shell shell) {
    if (pauseAutoTraining && kind != Kind.GETI) {
      throw new UsageException("--pause-auto-training is for --platform geti");
    }
    return environment(shell).platform();
  }
}
