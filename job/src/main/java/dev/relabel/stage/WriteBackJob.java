package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.MergeSettings.IouKind;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.RunLease;
import dev.relabel.run.RunSpec;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What is done with a run that was planned before: writing its changes, taking them back, comparing
 * the platform with them. Resumable and idempotent, as the run itself is.
 */
public final class WriteBackJob {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunJobs jobs;
  private final RunDirectory run;
  private final PlatformConnection connection;
  private final Progress progress;

  /**
   * A job.
   *
   * @param runDirectory path or URI of the run directory
   * @param connection the platform that the run was made on
   * @throws RunException if the directory cannot be used
   */
  public WriteBackJob(
      SparkSession spark, String runDirectory, PlatformConnection connection, Progress progress) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.jobs = new RunJobs(spark.sparkContext());
    this.run = RunDirectory.at(runDirectory, context.hadoopConfiguration());
    this.connection = connection;
    this.progress = progress;
  }

  /**
   * Writes exactly the changes that are planned.
   *
   * @throws RunException if the directory holds no complete plan of changes for this platform
   */
  public RunSummary publish() {
    return jobs.run(() -> write(WriteBack.PUBLISH, this::refuseIncompletePlan));
  }

  private void refuseIncompletePlan(Marker plan) {
    if (new WriteBackLog(run).last().isPresent()) {
      return; // what is planned of a run that was begun and taken back is written again
    }
    for (int wave = 0; wave < plan.count("waves"); wave++) {
      if (run.marker(Step.CHANGES, wave).isEmpty()) {
        throw new RunException(
            ("The changes of %s are planned for %s of %s waves only. Finish that first: run the"
                    + " same relabel run command again.")
                .formatted(run.address(), wave, plan.count("waves")),
            null);
      }
    }
  }

  /**
   * Takes changes back: removes what the run has added and puts back what it has removed.
   *
   * @param undo which labels
   * @throws RunException if the run has written nothing, or another undo is to be finished first
   */
  public RunSummary undo(WriteBack undo) {
    return jobs.run(() -> write(undo, plan -> refuseUnwritten()));
  }

  private void refuseUnwritten() {
    if (new WriteBackLog(run).last().isEmpty()) {
      throw new RunException(
          "The run in %s has written nothing to the platform, so there is nothing to take back."
              .formatted(run.address()),
          null);
    }
  }

  private RunSummary write(WriteBack writeBack, Consumer<Marker> check) {
    long start = System.nanoTime();
    Marker plan = plan();
    BusyTime busy = new BusyTime(context);
    Totals totals = new Totals();
    try (Platform platform = connection.open(1);
        RunLease lease = WriteBackSteps.lease(run, jobs, progress);
        TrainingPause training = new TrainingPause(run, platform, progress)) {
      check.accept(plan);
      RunSpec spec = spec(platform);
      WriteStage stage =
          new WriteBackSteps(
                  spark,
                  run,
                  platform,
                  access(),
                  mode(spec),
                  merge(spec),
                  lease.check(),
                  busy,
                  training)
              .write(target(), writeBack);
      for (int wave = 0; wave < plan.count("waves"); wave++) {
        if (run.marker(Step.CHANGES, wave).isPresent()) {
          run.marker(Step.PREDICTIONS, wave)
              .ifPresent(marker -> totals.predicted(marker, Totals.Done.EARLIER));
          totals.published(stage.run(wave));
          progress.note("wave %s of %s".formatted(wave + 1, plan.count("waves")));
        }
      }
      return totals.summary(
          spec.runId(), run.address(), (System.nanoTime() - start) / 1e9, busy.seconds());
    }
  }

  /**
   * Reads the platform back.
   *
   * @param differences hears every difference as a JSON object, image by image
   */
  public VerifySummary verify(Consumer<String> differences) {
    return jobs.run(() -> compare(differences));
  }

  private VerifySummary compare(Consumer<String> differences) {
    long start = System.nanoTime();
    Marker plan = plan();
    try (Platform platform = connection.open(1)) {
      RunSpec spec = spec(platform);
      VerifyTask task = new VerifyTask(access(), mode(spec), merge(spec));
      WaveTables tables = new WaveTables(spark, run);
      Map<String, Long> counts = new TreeMap<>();
      long images = 0;
      for (int wave = 0; wave < plan.count("waves"); wave++) {
        if (run.marker(Step.CHANGES, wave).isEmpty()) {
          throw new RunException(
              "Wave %s of %s has not been planned yet, so there is nothing to compare with. Finish the run first."
                  .formatted(wave, run.address()),
              null);
        }
        images += tables.changes(wave).count();
        // A partition at a time comes to the driver, and only its differences.
        Iterator<Row> found =
            spark
                .createDataFrame(
                    tables.changes(wave).javaRDD().mapPartitions(task), VerifyTask.SCHEMA)
                .select(col("difference"), to_json(struct(col("*"))))
                .toLocalIterator();
        while (found.hasNext()) {
          Row difference = found.next();
          counts.merge(difference.getString(0), 1L, Long::sum);
          differences.accept(difference.getString(1));
        }
      }
      return new VerifySummary(
          spec.runId(), run.address(), images, counts, (System.nanoTime() - start) / 1e9);
    }
  }

  private Marker plan() {
    return run.planMarker()
        .orElseThrow(
            () ->
                new RunException(
                    "There is no run in %s. Name the directory that relabel run was given as --run-dir."
                        .formatted(run.address()),
                    null));
  }

  private RunSpec spec(Platform platform) {
    RunSpec spec = run.spec().orElseThrow();
    String expected = spec.facts().getOrDefault("platform", "");
    if (!expected.equals(platform.address())) {
      throw new RunException(
          "The run in %s was made on %s, but the environment names %s. Set SERVER_ADDRESS (with --platform geti: GETI_HOST) to the former."
              .formatted(run.address(), expected, platform.address()),
          null);
    }
    return spec;
  }

  private PlatformAccess access() {
    return PlatformAccess.of(context, connection).to(target().holds());
  }

  private PublishTarget target() {
    return PublishTarget.read(run)
        .orElseThrow(() -> new RunException(run.address() + " has no target.json", null));
  }

  private UploadMode mode(RunSpec spec) {
    return UploadMode.of(spec.facts().getOrDefault("upload", ""))
        .orElseThrow(
            () ->
                new RunException(
                    "The run in %s was made without --upload, so it has nothing to write."
                        .formatted(run.address()),
                    null));
  }

  private static MergeSettings merge(RunSpec spec) {
    return new MergeSettings(
        Double.parseDouble(spec.facts().getOrDefault("existing_objects_iou_thresh", "0.9")),
        IouKind.valueOf(spec.facts().getOrDefault("iou_kind", "shape").toUpperCase(Locale.ROOT)));
  }
}
