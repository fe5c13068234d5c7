package dev.relabel.cli;

import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.RunSummary;

/** How a command that went over a run's images ends. */
final class Summaries {
  private Summaries() {}

  /** Prints the summary and tells the exit code. */
  static int tell(Shell shell, RunSummary summary, FailureLimit limit) {
    boolean tooMany = !summary.isWithin(limit);
    if (tooMany) {
      shell
          .err()
          .println(
              "relabel: %s images failed, more than --max-failures %s allows; see %s"
                  .formatted(summary.failures(), limit, summary.runDirectory()));
    }
    shell.out().println(SummaryJson.write(summary));
    return tooMany ? ExitCode.TOO_MANY_FAILURES : ExitCode.DONE;
  }
}
