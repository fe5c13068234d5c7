package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.predict.Stage;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunLease;
import dev.relabel.run.Step;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** A wave of predictions that lies in a run directory and can be written safely or blindly. */
public final class PublishRound {
  private static final int WAVE = 0;

  private final SparkSession spark;
  private final Platform platform;
  private final PlatformConnection connection;
  private final DatasetInfo dataset;
  private final RunDirectory run;

  /**
   * Writes the predictions.
   *
   * @param platform the driver's client
   * @param connection the same for tasks
   * @param labels what was found on each image
   * @param files how many tasks have written the predictions
   */
  public PublishRound(
      SparkSession spark,
      Platform platform,
      PlatformConnection connection,
      DatasetInfo dataset,
      List<ImageInfo> images,
      List<Label> labels,
      int files,
      Path folder) {
    this.spark = spark;
    this.platform = platform;
    this.connection = connection;
    this.dataset = dataset;
    this.run = RunDirectory.at(folder.toString(), spark.sparkContext().hadoopConfiguration());
    Timestamp now = Timestamp.from(Instant.EPOCH);
    List<Row> rows = new ArrayList<>();
    for (ImageInfo image : images) {
      rows.add(row(image, now, labels));
    }
    spark
        .createDataFrame(rows, PredictionRows.SCHEMA)
        .repartition(files)
        .write()
        .parquet(run.tablePath(Step.PREDICTIONS, WAVE, "predictions"));
    run.commit(Step.PREDICTIONS, WAVE, new Marker("predictions", Map.of()));
  }

  private Row row(ImageInfo image, Timestamp now, List<Label> labels) {
    return RowFactory.create(
        "bench",
        "image:" + image.id(),
        connection.kind(),
        image.name(),
        connection.kind(),
        dataset.project().value(),
        dataset.id().value(),
        image.id().value(),
        null,
        null,
        image.width(),
        image.height(),
        "",
        "",
        "bench",
        now,
        labels.stream().map(label -> LabelRows.write(label, 0)).toArray(Row[]::new),
        null,
        null);
  }

  /** The publish stage of a job: before-images, changes, looks, writes, receipts. */
  public long safely() {
    BusyTime busy = new BusyTime(new JavaSparkContext(spark.sparkContext()));
    long added;
    try (RunLease lease = RunLease.acquire(run, note -> {}, () -> {})) {
      added =
          new WriteBackSteps(
                  spark,
                  run,
                  platform,
                  new PlatformAccess(connection, 1, PublishTarget.Holding.IMAGES),
                  UploadMode.APPEND,
                  MergeSettings.DEFAULT,
                  lease.check(),
                  busy)
              .step(
                  new PublishTarget(
                      dataset.project(),
                      List.of(dataset.id()),
                      Optional.of(dataset.project()),
                      Map.of(),
                      PublishTarget.Holding.IMAGES,
                      0),
                  RunRequest.Writing.AT_ONCE,
                  new ModelReach(new TreeSet<>(), true))
              .run(WAVE)
              .count("added");
    }
    busySeconds = busy.seconds().getOrDefault(Stage.PUBLISH, 0.0);
    return added;
  }

  private double busySeconds;

  /** How long tasks were busy with the platform, summed. */
  public double busySeconds() {
    return busySeconds;
  }

  /** A Spark job that only adds. */
  public long blindly() {
    return spark
        .read()
        .schema(PredictionRows.SCHEMA)
        .parquet(run.tablePath(Step.PREDICTIONS, WAVE))
        .javaRDD()
        .mapPartitions(new BlindTask(connection))
        .fold(0, Integer::sum);
  }
}
