package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

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

  private Dataset<Row> committed(Step step, int wave, StructType schema) {
    return spark.read().schema(schema).parquet(run.tablePath(step, wave));
  }

  /** A row of {@link #changes}. */
  static Recorded recorded(Row row) {
    boolean hasReceipt = Arrays.asList(row.schema().fieldNames()).contains(RECEIPT);
    Row receipt = hasReceipt ? row.getAs(RECEIPT) : null;
    return new Recorded(ChangeRows.read(row), Optional.ofNullable(receipt).map(ReceiptRows::read));
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
