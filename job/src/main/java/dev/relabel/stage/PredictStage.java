package dev.relabel.stage;

import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.Step;
import dev.relabel.sql.HadoopSettings;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Predicts waves. Confined to one thread. */
final class PredictStage {
  /** Tasks per core: few enough to fill pipelines, many enough to even out slow ones. */
  private static final int TASKS_PER_CORE = 3;

  /** Fewer images than this are not worth a task of their own. */
  private static final int MIN_IMAGES_PER_TASK = 32;

  /** Fewer failures than this may be a handful of bad images. */
  private static final int HOPELESS_FROM = 20;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunDirectory run;
  private final JobSettings settings;
  private final BusyTime busy;
  private final LongAccumulator progress;
  private final Optional<TrackStage> tracking;

  /**
   * A stage.
   *
   * @param tracking gives labels of videos their tracks, if that is wanted
   */
  PredictStage(
      SparkSession spark,
      RunDirectory run,
      JobSettings settings,
      Optional<TrackStage> tracking,
      BusyTime busy,
      LongAccumulator progress) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.run = run;
    this.settings = settings;
    this.busy = busy;
    this.progress = progress;
    this.tracking = tracking;
  }

  /**
   * Predicts a wave that is not committed yet.
   *
   * @param items how many images it has at most
   */
  Marker predict(int wave, long items) {
    JavaRDD<String> lines = context.textFile(run.planPath(wave), partitions(items));
    JavaRDD<Row> rows =
        lines.mapPartitions(
            new PredictTask(
                settings, new HadoopSettings(context.hadoopConfiguration()), busy, progress));
    String attempt = RunDirectory.newAttempt();
    String path = run.tablePath(Step.PREDICTIONS, wave, attempt);
    String predicted =
        tracking.isEmpty()
            ? path
            : run.tablePath(Step.PREDICTIONS, wave, RunDirectory.newAttempt());
    spark.createDataFrame(rows, PredictionRows.SCHEMA).write().parquet(predicted);
    tracking.ifPresent(
        stage -> {
          stage.track(wave, predicted, path);
          run.discard(predicted);
        });
    Dataset<Row> written = spark.read().schema(PredictionRows.SCHEMA).parquet(path);
    Marker marker = new Marker(attempt, WaveCounts.ofPredictions(written));
    refuseIfHopeless(wave, marker, written);
    run.commit(Step.PREDICTIONS, wave, marker);
    return marker;
  }

  /**
   * A wave in which nothing worked is not committed: its cause lies not with the images, and once
   * it is mended they deserve another try.
   */
  private static void refuseIfHopeless(int wave, Marker marker, Dataset<Row> written) {
    long rejected = marker.count("quarantined");
    if (marker.count("images") > 0 || rejected < HOPELESS_FROM) {
      return;
    }
    Row first = written.select("name", "quarantine_message").first();
    throw new RunException(
        ("All %s images of wave %s failed, such as %s: %s. Nothing is lost: mend the cause and run"
                + " the same command again.")
            .formatted(rejected, wave, first.getString(0), first.getString(1)),
        null);
  }

  private int partitions(long items) {
    int cores = context.defaultParallelism();
    long most = Math.max(cores, items / MIN_IMAGES_PER_TASK);
    return (int) Math.min(most, (long) cores * TASKS_PER_CORE);
  }
}
