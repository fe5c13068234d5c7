package dev.relabel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.stage.VerifySummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the platform back and compares it with what a run has recorded. */
@Command(
    name = "verify",
    description = {
      "Reads the platform back and compares every image with what the run has recorded.",
      "Prints a JSON object per difference and one with the sums; exit code 0 if there is none."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  @Mixin WriteBackOptions options = new WriteBackOptions();

  private final Shell shell;

  VerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VerifySummary summary = options.with(shell, false, job -> job.verify(shell.out()::println));
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", summary.runId())
        .put("runDir", summary.runDirectory())
        .put("images", summary.images())
        .put("seconds", SummaryJson.rounded(summary.seconds()));
    ObjectNode differences = node.putObject("differences");
    summary.differences().forEach(differences::put);
    shell.out().println(node);
    return summary.isAsRecorded() ? ExitCode.DONE : ExitCode.GATE;
  }
}
