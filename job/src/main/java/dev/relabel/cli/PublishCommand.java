package dev.relabel.cli;

import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.WriteBackJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes what a dry run planned, or writes again what was taken back. */
@Command(
    name = "publish",
    description = "Writes the changes that a run has planned: exactly those.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PublishCommand implements Callable<Integer> {
  @Mixin WriteBackOptions options = new WriteBackOptions();

  private final Shell shell;

  PublishCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    FailureLimit limit = options.limit();
    return Summaries.tell(shell, options.with(shell, true, WriteBackJob::publish), limit);
  }
}
