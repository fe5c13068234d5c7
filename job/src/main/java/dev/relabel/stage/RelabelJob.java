package dev.relabel.stage;

import dev.relabel.annotation.LabelClass;
import dev.relabel.model.ModelCard;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Marker;
import dev.relabel.run.PlanWriter;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.RunLease;
import dev.relabel.run.RunSpec;
import dev.relabel.run.WorkItem;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;
import dev.relabel.source.Chain;
import dev.relabel.source.FileSource;
import dev.relabel.stage.InputSelection.PlatformOrFiles;
import dev.relabel.stage.PublishTarget.Holding;
import dev.relabel.stage.RunRequest.Writing;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A run from beginning to end on the driver: plan once, then predict and publish wave by wave, then
 * export.
 *
 * <p>Everything that is complete is skipped, so running again on the same directory continues, and
 * does nothing when all is done.
 */
public final class RelabelJob {
  private static final String MODEL = "model_sha256";
  private static final String SETTINGS = "settings";

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunJobs jobs;
  private final RunRequest request;
  private final Supplier<ModelChoice> opener;
  private final Progress progress;
  private final Clock clock;

  /**
   * @param opener has the request's model; asked once, when input and run directory were found
   *     right, as it may have to start what serves the model
   */
  public RelabelJob(
      SparkSession spark,
      RunRequest request,
      Supplier<ModelChoice> opener,
      Progress progress,
      Clock clock) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.jobs = new RunJobs(spark.sparkContext());
    this.request = request;
    this.opener = opener;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Runs what is not done yet.
   *
   * @throws RunException if the directory belongs to another run or cannot be used, or the run was
   *     cancelled
   */
  public RunSummary run() {
    return jobs.run(this::connectAndRun);
  }

  /** Ends the run soon; what is done stays done, and the same run again continues. */
  public void cancel() {
    jobs.cancel();
  }

  private RunSummary connectAndRun() {
    PlatformConnection connection = request.connection().orElse(null);
    try (Platform platform = connection == null ? null : connection.open(1)) {
      return run(platform, connection);
    }
  }

  private RunSummary run(@Nullable Platform platform, @Nullable PlatformConnection connection) {
    long start = System.nanoTime();
    PlatformOrFiles from =
        new PlatformOrFiles(
            platform,
            connection == null ? "" : connection.kind(),
            context.hadoopConfiguration(),
            request.maxPixels());
    RunDirectory run = RunDirectory.at(request.runDirectory(), context.hadoopConfiguration());
    try (RunLease lease = WriteBackSteps.lease(run, jobs, progress);
        TrainingPause training =
            platform == null ? null : new TrainingPause(run, platform, progress)) {
      return run(from, platform, connection, run, lease, training, start);
    }
  }

  private RunSummary run(
      PlatformOrFiles from,
      @Nullable Platform platform,
      @Nullable PlatformConnection connection,
      RunDirectory run,
      RunLease lease,
      @Nullable TrainingPause training,
      long start) {
    Optional<Marker> frozen = run.spec().flatMap(spec -> run.planMarker());
    Optional<PublishTarget> known =
        frozen
            .flatMap(marker -> PublishTarget.read(run))
            .map(target -> inWorkspace(target, run, platform));
    // Asked before the directory is made: a wrong ID or token must leave nothing behind. Not asked
    // again later: what was planned can be finished even if some of the input is gone.
    boolean settled = frozen.isPresent() && (known.isPresent() || request.upload().isEmpty());
    List<DatasetInfo> datasets = settled ? List.of() : request.input().datasets(from);
    Holding holds =
        known.isPresent()
            ? known.get().holds()
            : settled || request.upload().isEmpty() ? Holding.IMAGES : holding(from, datasets);
    refuseAfterWriting(run);
    if (frozen.isPresent()) {
      Map<String, String> facts = run.spec().orElseThrow().facts();
      requireSame(
          run, asked(facts.getOrDefault(MODEL, ""), facts.getOrDefault(SETTINGS, ""), platform));
    }
    ModelChoice model = opener.get();
    if (holds == Holding.VIDEOS && request.upload().isPresent()) {
      refuseImageClasses(model.card());
    }
    RunSpec asked = asked(model.card().sha256(), model.settingsJson(), platform);
    RunSpec spec = begun(run, asked).orElseGet(() -> begin(run, asked));
    RecordedModel.keep(run, model.card());
    Marker plan =
        frozen.orElseGet(
            () ->
                PlanWriter.write(
                    run, jobs.whileWanted(items(from, datasets, holds)), request.waveSize()));
    tell(spec, plan);
    PlatformAccess access = connection == null ? null : PlatformAccess.of(context, connection);
    JobSettings settings = jobSettings(spec, model, access);
    BusyTime busy = new BusyTime(context);
    Totals totals = new Totals();
    Optional<WriteBackSteps> steps =
        request
            .upload()
            .map(
                mode ->
                    steps(
                        mode, from.requiredPlatform(), access, holds, run, lease, busy, training));
    Optional<WaveStep> publish =
        steps.map(
            each ->
                each.step(
                    known.orElseGet(() -> choose(each.mode(), datasets, holds, run)),
                    request.writing(),
                    ModelReach.of(model.card())));
    new WaveLoop(spark, jobs, run, plan, progress)
        .run(
            counter -> new PredictStage(spark, run, settings, tracking(run), busy, counter),
            publish,
            totals);
    if (steps.isPresent() && request.writing() == Writing.PLAN_ONLY) {
      steps.get().diff().write((int) plan.count("waves"), totals).forEach(progress::note);
    }
    ImageReach images = new ImageReach(request.maxPixels(), access);
    new Exports(spark, run, spec, plan, images, model.card(), progress).write(request.exports());
    return totals.summary(
        spec.runId(), run.address(), (System.nanoTime() - start) / 1e9, busy.seconds());
  }

  private void tell(RunSpec spec, Marker plan) {
    progress.note(
        "%s: %s images in %s waves"
            .formatted(spec.runId(), plan.count("items"), plan.count("waves")));
  }

  private Optional<TrackStage> tracking(RunDirectory run) {
    return request.tracking().map(settings -> new TrackStage(spark, run, settings));
  }

  private WriteBackSteps steps(
      UploadMode mode,
      Platform platform,
      @Nullable PlatformAccess access,
      Holding holds,
      RunDirectory run,
      RunLease lease,
      BusyTime busy,
      @Nullable TrainingPause training) {
    return new WriteBackSteps(
        spark,
        run,
        platform,
        Objects.requireNonNull(access).to(holds),
        mode,
        request.merge(),
        lease.check(),
        busy,
        Objects.requireNonNull(training));
  }

  /** What labels are to be written to. */
  private Holding holding(PlatformOrFiles from, List<DatasetInfo> datasets) {
    if (!request.input().isOnPlatform()) {
      requireNewProject(from.requiredPlatform());
      return Holding.FILES;
    }
    PublishTarget.onlyProject(datasets);
    if (!request.input().isOfVideos(from, datasets)) {
      return Holding.IMAGES;
    }
    if (request.upload().equals(Optional.of(UploadMode.CREATE))) {
      throw new RunException(
          "--upload create copies images, which videos are not. Labels of videos are written with append, replace or iou_merge.",
          null);
    }
    return Holding.VIDEOS;
  }

  private Iterator<WorkItem> items(
      PlatformOrFiles from, List<DatasetInfo> datasets, Holding holds) {
    Iterator<WorkItem> items = request.input().items(from, datasets);
    return holds == Holding.FILES ? Chain.map(items, RelabelJob::requireImage) : items;
  }

  private static WorkItem requireImage(WorkItem item) {
    if (item.frame() != null) {
      throw new RunException(
          "%s is a video, and --upload create uploads images only. Leave it out of the input."
              .formatted(FileSource.describe(item.source())),
          null);
    }
    return item;
  }

  /** Until its project is made, a run for files may still get another workspace. */
  private PublishTarget inWorkspace(
      PublishTarget target, RunDirectory run, @Nullable Platform platform) {
    if (platform == null || target.holds() != Holding.FILES || request.workspace().isEmpty()) {
      return target;
    }
    long asked = request.workspace().getAsLong();
    if (target.project().isEmpty()) {
      platform.requireWorkspace(asked);
    }
    return target.inWorkspace(asked, run);
  }

  private void requireNewProject(Platform platform) {
    if (!request.upload().equals(Optional.of(UploadMode.CREATE))) {
      throw new RunException(
          "Files have no labels on the platform that could be changed: only --upload create is for them, which makes a project and uploads them.",
          null);
    }
    if (request.workspace().isEmpty()) {
      throw new RunException(
          "In which workspace is the project for the files to be made? Name it with --workspace-id or in WORKSPACE_ID.",
          null);
    }
    platform.requireWorkspace(request.workspace().getAsLong());
  }

  private PublishTarget choose(
      UploadMode mode, List<DatasetInfo> datasets, Holding holds, RunDirectory run) {
    return holds == Holding.FILES
        ? PublishTarget.ofFiles(request.workspace().orElseThrow(), run)
        : PublishTarget.choose(mode, datasets, holds, run);
  }

  private static void refuseImageClasses(ModelCard card) {
    if (card.classes().stream().anyMatch(each -> each.shape() == LabelClass.Shape.IMAGE)) {
      throw new RunException(
          "Model %s labels whole images, and labels of whole frames cannot be written to videos. Leave --upload out and use the predictions table or --export."
              .formatted(card.name()),
          null);
    }
  }

  /** A run that was taken back is not written again by accident, say by a schedule. */
  private void refuseAfterWriting(RunDirectory run) {
    Optional<WriteBack> last = new WriteBackLog(run).last();
    if (last.isPresent() && last.get().kind() == WriteBack.Kind.UNDO) {
      throw new RunException(
          "The run in %s was taken back. To write it again: relabel publish %s"
              .formatted(run.address(), run.address()),
          null);
    }
    if (last.isPresent() && request.writing() == Writing.PLAN_ONLY) {
      throw new RunException(
          "The run in %s is on the platform already, in whole or in part; a dry run comes before that. Name another --run-dir, or compare with: relabel verify %s"
              .formatted(run.address(), run.address()),
          null);
    }
  }

  /**
   * The run that lives in the directory, if it is the one asked for. A run that never got as far as
   * its plan has done nothing and makes room for another.
   */
  private static Optional<RunSpec> begun(RunDirectory run, RunSpec asked) {
    Optional<RunSpec> existing = run.spec();
    boolean isAnother = existing.isPresent() && !existing.get().differences(asked).isEmpty();
    if (isAnother && run.planMarker().isEmpty()) {
      return Optional.empty();
    }
    if (isAnother) {
      requireSame(run, asked);
    }
    return existing;
  }

  private static void requireSame(RunDirectory run, RunSpec asked) {
    RunSpec existing = run.spec().orElseThrow();
    List<String> differences = existing.differences(asked);
    if (!differences.isEmpty()) {
      throw new RunException(
          ("The run directory %s belongs to another run (%s): %s."
                  + " Name another --run-dir, or ask for the same run to continue it.")
              .formatted(run.address(), existing.runId(), String.join("; ", differences)),
          null);
    }
  }

  private static RunSpec begin(RunDirectory run, RunSpec asked) {
    run.writeSpec(asked);
    return asked;
  }

  private RunSpec asked(String modelSha256, String settings, @Nullable Platform platform) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("input", request.input().describe());
    facts.put("platform", platform == null ? "" : platform.address());
    facts.put(MODEL, modelSha256);
    facts.put(SETTINGS, settings);
    facts.put("max_pixels", Long.toString(request.maxPixels()));
    facts.put("upload", request.upload().map(UploadMode::optionName).orElse(""));
    facts.put("existing_objects_iou_thresh", Double.toString(request.merge().iouThreshold()));
    facts.put("iou_kind", request.merge().iouKind().name().toLowerCase(Locale.ROOT));
    request.tracking().ifPresent(tracking -> facts.put("tracking", tracking.toMap().toString()));
    return new RunSpec(
        "run-" + UUID.randomUUID().toString().substring(0, 8),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        facts);
  }

  private JobSettings jobSettings(
      RunSpec spec, ModelChoice model, @Nullable PlatformAccess access) {
    return new JobSettings(
        spec.runId(),
        model.ship(context),
        request.batchSize(),
        request.maxPixels(),
        context
            .getConf()
            .getInt("spark.executor.cores", context.isLocal() ? context.defaultParallelism() : 0),
        access);
  }
}
