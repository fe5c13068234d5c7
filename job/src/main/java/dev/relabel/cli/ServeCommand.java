package dev.relabel.cli;

import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The embedded platform on a local project. */
@Command(
    name = "serve",
    description =
        "Serves local projects in Supervisely's format through the REST API of Supervisely or of Intel Geti.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A project, or a folder of projects.")
  Path directory = Path.of(".");

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "0 takes a free one.")
  int port;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "Token that clients must send; made up and printed when not given.")
  @Nullable String token;

  @Option(
      names = "--as",
      paramLabel = "PLATFORM",
      defaultValue = "supervisely",
      description = "Whose API it speaks: supervisely or geti. Default: ${DEFAULT-VALUE}.")
  ServedPlatform platform = ServedPlatform.SUPERVISELY;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "With --as geti: the ONNX file that predicts, and that clients can download.")
  @Nullable Path model;

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;

  private final Shell shell;

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogLevels.set(verbose);
    if (model == null) {
      serve(Optional.empty());
      return ExitCode.DONE;
    }
    if (platform != ServedPlatform.GETI) {
      throw new UsageException(
          "--model goes with --as geti only: Supervisely's apps, not its projects, serve models");
    }
    try (OnnxPredictor served = OnnxPredictor.open(model, shell.environment())) {
      serve(Optional.of(served));
    }
    return ExitCode.DONE;
  }

  private void serve(Optional<OnnxPredictor> served) throws IOException, InterruptedException {
    LocalProjects projects = LocalProjects.open(directory);
    try (ServedPlatform.Serving serving =
        platform.serve(projects, port, Optional.ofNullable(token), served)) {
      shell.out().println(serving.ready());
      shell.out().flush();
      serving.join();
    }
  }
}
