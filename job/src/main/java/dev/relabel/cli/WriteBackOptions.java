package dev.relabel.cli;

import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.SparkSessions;
import dev.relabel.stage.WriteBackJob;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands on an existing run have in common. */
final class WriteBackOptions {
  @Parameters(paramLabel = "RUN_DIR", description = "The run's directory.")
  String runDir = "";

  @Mixin PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--max-failures",
      paramLabel = "N or SHARE",
      defaultValue = "1%",
      description = "How many images may fail before the exit code is 3: 25, 0.05 or 5%%.")
  String maxFailures = "1%";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; this machine's cores when neither this nor spark-submit says.")
  @Nullable String master;

  @Option(names = "--verbose", description = "Show Spark's log and stack traces.")
  boolean verbose;

  FailureLimit limit() {
    return FailureLimit.parse(maxFailures)
        .orElseThrow(
            () ->
                new UsageException(
                    "--max-failures is a count, a share or a percentage, not '%s'"
                        .formatted(maxFailures)));
  }

  /**
   * Does something with the run.
   *
   * @param writes whether that writes to the platform
   */
  <T> T with(Shell shell, boolean writes, Function<WriteBackJob, T> work) {
    LogLevels.set(verbose);
    ConsoleProgress progress = new ConsoleProgress(shell.err(), shell.terminal(), System::nanoTime);
    var connection = platform.connection(shell);
    try (SparkSessions.Lent spark = SparkSessions.lend(master, writes, progress::note)) {
      return work.apply(new WriteBackJob(spark.session(), runDir, connection, progress));
    }
  }
}
