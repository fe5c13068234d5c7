package dev.relabel.cli;

import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.RunSummary;

/** How a command that went over a run's images ends. */
final class Summaries {
  private Summaries() {}

  /** Prints the summary and tells the exit code. */
  static int tell(Shell shell, RunSummary summary, FailureLimit limit) {
    long failed = summary.quarantined() + summary.unknown();
    boolean tooMany = !limit.allows(failed, summary.images() + summary.quarantined());
    if (tooMany) {
      shell
          .err()
          .println(
              "relabel: %s images failed, more than --max-failures %s allows; see %s"
                  .formatted(failed, limit, summary.runDirectory()));
    }
    shell.out().println(SummaryJson.write(summary));
    return tooMany ? ExitCode.TOO_MANY_FAILURES : ExitCode.DONE;
  }
}
