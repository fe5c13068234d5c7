package dev.relabel.cli;

import dev.relabel.run.WriteBack;
import dev.relabel.stage.FailureLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a run's changes back. */
@Command(
    name = "undo",
    description = {
      "Takes a run's changes back: removes what it added, puts back what it removed.",
      "What people have done since stays. relabel publish writes the run again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UndoCommand implements Callable<Integer> {
  @Mixin WriteBackOptions options = new WriteBackOptions();

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      split = ",",
      description = "Only labels of these classes, named as in the project.")
  List<String> classes = new ArrayList<>();

  @Option(
      names = "--min-score",
      paramLabel = "0-1",
      description = "Only labels with at least this score; those without score stay.")
  @Nullable Double minScore;

  @Option(
      names = "--max-score",
      paramLabel = "0-1",
      description = "Only labels with at most this score; those without score stay.")
  @Nullable Double maxScore;

  private final Shell shell;

  UndoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    FailureLimit limit = options.limit();
    WriteBack undo;
    try {
      undo = new WriteBack(WriteBack.Kind.UNDO, classes, minScore, maxScore);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--min-score and --max-score: " + e.getMessage());
    }
    return Summaries.tell(shell, options.with(shell, true, job -> job.undo(undo)), limit);
  }
}
