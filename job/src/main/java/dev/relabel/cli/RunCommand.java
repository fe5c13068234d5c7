package dev.relabel.cli;

import dev.relabel.deploy.Environment.Kind;
import dev.relabel.image.ImageDecoder;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.stage.ExportRequest;
import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.ModelChoice;
import dev.relabel.stage.RelabelJob;
import dev.relabel.stage.RunRequest;
import dev.relabel.stage.RunRequest.Writing;
import dev.relabel.stage.RunSummary;
import dev.relabel.stage.SparkSessions;
import dev.relabel.track.TrackingSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job. */
@Command(
    name = "run",
    description = "Predicts images and writes the labels back.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Mixin InputOptions input = new InputOptions();

  @Mixin ModelOption model = new ModelOption();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "" + ImageDecoder.DEFAULT_MAX_PIXELS,
      description = "Largest width × height of an image; larger ones are quarantined.")
  long maxPixels = ImageDecoder.DEFAULT_MAX_PIXELS;

  @Option(
      names = "--upload",
      paramLabel = "MODE",
      description = "Write labels to the platform: create, append, replace or iou_merge.")
  @Nullable String upload;

  @Option(
      names = "--dry-run",
      description = "Plan the changes and write none; relabel publish then writes exactly those.")
  boolean dryRun;

  @Mixin PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--export",
      paramLabel = "KIND:TARGET",
      // Paths may hold commas; no line breaks, so the lists of a config file are joined by these.
      split = "\n",
      hideParamSyntax = true,
      description = "Also write predictions to " + ExportRequest.FORMS + ". Repeatable.")
  List<String> export = new ArrayList<>();

  @Option(
      names = "--workspace-id",
      paramLabel = "ID",
      description =
          "With --upload create for files: where the project is made; WORKSPACE_ID if not given.")
  @Nullable Long workspaceId;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Where the run is kept; naming one that exists continues that run.")
  @Nullable String runDir;

  @Option(
      names = "--wave-size",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Images per wave; a crash loses at most the wave in flight.")
  int waveSize = 10_000;

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

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML with these options' names; the command line wins.")
  @Nullable Path config;

  @Option(names = "--verbose", description = "Show Spark's log and stack traces.")
  boolean verbose;

  private final Shell shell;

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<String> problems = new ArrayList<>();
    InputSelection selection = input.selection(problems);
    if (platform.kind == Kind.SUPERVISELY) {
      input.requireNumbers(problems);
    }
    model.check(problems);
    MergeSettings merge = model.options.mergeSettings(problems);
    Optional<TrackingSettings> tracking = model.options.tracking(input.tracking, problems);
    Optional<UploadMode> mode = uploadMode(problems);
    Optional<FailureLimit> limit = FailureLimit.parse(maxFailures);
    List<ExportRequest> targets = ExportTargets.parse("--export", export, problems);
    if (limit.isEmpty()) {
      problems.add("--max-failures is a count, a share or a percentage, not '" + maxFailures + "'");
    }
    if (waveSize < 1 || maxPixels < 1) {
      problems.add("--wave-size and --max-pixels are at least 1");
    }
    boolean areFiles = selection != null && !selection.isOnPlatform();
    if (areFiles && mode.isPresent() && mode.get() != UploadMode.CREATE) {
      problems.add(
          "--upload needs images or videos of the platform (--project-id, --dataset-id,"
              + " --image-ids or --video-id);"
              + " files can be uploaded to a new project with --upload create, or use --export");
    }
    if (dryRun && upload == null) {
      problems.add("--dry-run wants --upload: without it nothing would be written anyway");
    }
    if (!problems.isEmpty() || selection == null || limit.isEmpty()) {
      throw new UsageException(problems);
    }
    LogLevels.set(verbose);
    Optional<PlatformConnection> connection =
        areFiles && mode.isEmpty() ? Optional.empty() : Optional.of(platform.connection(shell));
    RunRequest request =
        new RunRequest(
            selection,
            model.device.batchSize,
            tracking,
            maxPixels,
            connection,
            mode,
            workspaceId == null ? shell.environment().workspace() : OptionalLong.of(workspaceId),
            merge,
            dryRun ? Writing.PLAN_ONLY : Writing.AT_ONCE,
            runDir != null ? runDir : RunRequest.newRunDirectory(Clock.systemUTC()),
            waveSize,
            limit.get(),
            targets);
    ConsoleProgress progress = new ConsoleProgress(shell.err(), shell.terminal(), System::nanoTime);
    try (ModelHandle opened = model.open(platform.environment(shell), progress::note)) {
      return run(request, opened.opener(), progress);
    }
  }

  private int run(RunRequest request, Supplier<ModelChoice> model, ConsoleProgress progress) {
    RunSummary summary;
    try (SparkSessions.Lent spark =
        SparkSessions.lend(master, request.upload().isPresent(), progress::note)) {
      summary = new RelabelJob(spark.session(), request, model, progress, Clock.systemUTC()).run();
    }
    return Summaries.tell(shell, summary, request.maxFailures());
  }

  private Optional<UploadMode> uploadMode(List<String> problems) {
    if (upload == null) {
      return Optional.empty();
    }
    Optional<UploadMode> mode = UploadMode.of(upload);
    if (mode.isEmpty()) {
      problems.add("--upload is create, append, replace or iou_merge, not '" + upload + "'");
    }
    return mode;
  }
}
