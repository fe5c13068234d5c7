package dev.relabel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.stage.ExportJob;
import dev.relabel.stage.ExportRequest;
import dev.relabel.stage.ExportSummary;
import dev.relabel.stage.SparkSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the predictions of an earlier run in other forms. */
@Command(
    name = "export",
    description = {
      "Writes the predictions of a complete run in other forms, as run --export does.",
      "The platform is asked only for images: by draw and supervisely."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "The run's directory.")
  String runDir = "";

  @Option(
      names = "--to",
      paramLabel = "KIND:TARGET",
      required = true,
      description = ExportRequest.FORMS + ". Repeatable.")
  List<String> to = new ArrayList<>();

  @Mixin PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; this machine's cores when neither this nor spark-submit says.")
  @Nullable String master;

  @Option(names = "--verbose", description = "Show Spark's log and stack traces.")
  boolean verbose;

  private final Shell shell;

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<String> problems = new ArrayList<>();
    List<ExportRequest> targets = ExportTargets.parse("--to", to, problems);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    LogLevels.set(verbose);
    ConsoleProgress progress = new ConsoleProgress(shell.err(), shell.terminal(), System::nanoTime);
    ExportSummary summary;
    try (SparkSessions.Lent spark = SparkSessions.lend(master, false, progress::note)) {
      summary =
          new ExportJob(spark.session(), runDir, () -> platform.connection(shell), progress)
              .export(targets);
    }
    shell.out().println(json(summary));
    return ExitCode.DONE;
  }

  private static ObjectNode json(ExportSummary summary) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", summary.runId())
        .put("runDir", summary.runDirectory())
        .put("images", summary.images())
        .put("labels", summary.labels())
        .put("quarantined", summary.quarantined());
    ArrayNode exports = node.putArray("exports");
    summary.exports().forEach(each -> exports.add(each.toString()));
    return node.put("seconds", SummaryJson.rounded(summary.seconds()));
  }
}
