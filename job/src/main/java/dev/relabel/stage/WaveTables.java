package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.struct;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.VideoId;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.source.PlatformAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The committed tables of a run's waves. */
final class WaveTables {
  private static final String RECEIPT = "receipt";

  private final SparkSession spark;
  private final RunDirectory run;

  WaveTables(SparkSession spark, RunDirectory run) {
    this.spark = spark;
    this.run = run;
  }

  /** The images that were predicted, without those in quarantine. */
  Dataset<Row> predicted(int wave) {
    return committed(Step.PREDICTIONS, wave, PredictionRows.SCHEMA)
        .filter(col("quarantine_cause").isNull());
  }

  /** The images of all waves that were predicted, without those in quarantine. */
  Dataset<Row> predicted(Marker plan) {
    return predictions(plan).filter(col("quarantine_cause").isNull());
  }

  /** The predictions of all waves, those in quarantine too. */
  Dataset<Row> predictions(Marker plan) {
    List<String> waves = new ArrayList<>();
    for (int wave = 0; wave < plan.count("waves"); wave++) {
      waves.add(run.tablePath(Step.PREDICTIONS, wave));
    }
    if (waves.isEmpty()) {
      return spark.createDataFrame(List.of(), PredictionRows.SCHEMA);
    }
    return spark.read().schema(PredictionRows.SCHEMA).parquet(waves.toArray(String[]::new));
  }

  /** The changes, each with its last receipt if the wave has receipts; datasets stay together. */
  Dataset<Row> changes(int wave) {
    Dataset<Row> changes = committed(Step.CHANGES, wave, ChangeRows.SCHEMA);
    if (run.marker(Step.RECEIPTS, wave).isEmpty()) {
      return changes;
    }
    Dataset<Row> receipts = committed(Step.RECEIPTS, wave, ReceiptRows.SCHEMA);
    return changes
        .join(
            receipts.select(col("item_id"), struct(col("*")).as(RECEIPT)),
            changes.col("item_id").equalTo(receipts.col("item_id")),
            "left_outer")
        .drop(receipts.col("item_id"))
        .sortWithinPartitions("dataset_id", "image_id");
  }

  /** The classes of the labels that a wave's changes remove; as many as there are classes. */
  List<LabelClass> classesOfRemovals(int wave) {
    return classes(committed(Step.CHANGES, wave, ChangeRows.SCHEMA), "removals");
  }

  /**
   * The tracks of what a wave's changes add, with the class of each, by video, none for a video to
   * which nothing is added; as many as the wave has tracks.
   */
  Map<VideoId, Map<Long, String>> tracksOfAdditions(int wave) {
    Map<VideoId, Map<Long, String>> tracks = new HashMap<>();
    Dataset<Row> changes = committed(Step.CHANGES, wave, ChangeRows.SCHEMA);
    changes
        .select("dataset_id")
        .distinct()
        .toLocalIterator()
        .forEachRemaining(row -> tracks.put(new VideoId(row.getString(0)), new TreeMap<>()));
    changes
        .select(col("dataset_id"), explode(col("additions")).as("label"))
        .select("dataset_id", "label.track_id", "label.class")
        .distinct()
        .toLocalIterator()
        .forEachRemaining(
            row ->
                tracks
                    .computeIfAbsent(new VideoId(row.getString(0)), video -> new TreeMap<>())
                    .put(row.getLong(1), row.getString(2)));
    return tracks;
  }

  /** The folders of the files that a wave's changes are about, by what stands for their dataset. */
  Map<DatasetId, String> foldersOfChanges(int wave) {
    Map<DatasetId, String> folders = new HashMap<>();
    committed(Step.CHANGES, wave, ChangeRows.SCHEMA)
        .groupBy("dataset_id")
        .agg(first(col("name")))
        .toLocalIterator()
        .forEachRemaining(
            row ->
                folders.put(
                    new DatasetId(row.getString(0)), PlatformAddress.folder(row.getString(1))));
    return folders;
  }

  /** The classes of a column of labels, each with the shape of its labels. */
  static List<LabelClass> classes(Dataset<Row> rows, String labels) {
    List<LabelClass> classes = new ArrayList<>();
    for (Row row :
        rows.select(explode(col(labels)).as("label"))
            .select("label.class", "label.kind")
            .distinct()
            .orderBy("class", "kind")
            .collectAsList()) {
      GeometryKind kind = GeometryKind.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
      classes.add(new LabelClass(row.getString(0), LabelClass.Shape.of(kind)));
    }
    return classes;
  }

  private Dataset<Row> committed(Step step, int wave, StructType schema) {
    return spark.read().schema(schema).parquet(run.tablePath(step, wave));
  }

  /** The dataset of the image that was or will be written to, in a row of {@link #changes}. */
  static String writtenDataset(Row row) {
    Row receipt = receipt(row);
    return receipt == null ? row.getAs("dataset_id") : receipt.getAs("dataset_id");
  }

  private static @Nullable Row receipt(Row row) {
    boolean hasReceipt = Arrays.asList(row.schema().fieldNames()).contains(RECEIPT);
    return hasReceipt ? row.getAs(RECEIPT) : null;
  }

  /** A row of {@link #changes}. */
  static Recorded recorded(Row row) {
    return new Recorded(
        ChangeRows.read(row), Optional.ofNullable(receipt(row)).map(ReceiptRows::read));
  }

  /**
   * Writes what a task makes of rows as an attempt at a wave's step.
   *
   * @return the attempt's rows, read back
   */
  Dataset<Row> write(
      Dataset<Row> rows, FlatMapFunction<Iterator<Row>, Row> task, String path, StructType schema) {
    spark.createDataFrame(rows.javaRDD().mapPartitions(task), schema).write().parquet(path);
    return spark.read().schema(schema).parquet(path);
  }
}
