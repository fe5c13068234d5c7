package dev.relabel.stage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.relabel.predict.Outcome;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.run.WorkItem;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What a run has predicted and written so far, wave by wave in the order of its plan; one part of a
 * wave at a time is in memory. Confined to one thread, but for {@link #ready}.
 */
public final class RunPredictions implements Iterator<RunPredictions.Written> {
  private final SparkSession spark;
  private final RunDirectory run;
  private int wave;
  private volatile int ready;
  private Iterator<Row> rows = Collections.emptyIterator();

  /**
   * A prediction, and what went wrong when it was written.
   *
   * @param problem for people; empty if the platform holds it
   */
  public record Written(Outcome<WorkItem> outcome, Optional<String> problem) {}

  /**
   * @param directory path or URI of the run directory
   */
  public RunPredictions(SparkSession spark, String directory) {
    this.spark = spark;
    this.run = RunDirectory.at(directory, spark.sparkContext().hadoopConfiguration());
  }

  /** More waves may be read: so many in all. */
  public void ready(int count) {
    ready = count;
  }

  /** Whether one is there now; more may come while the run goes on. */
  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && wave < ready) {
      rows = ofWave().toLocalIterator();
      wave++;
    }
    return rows.hasNext();
  }

  private Dataset<Row> ofWave() {
    Dataset<Row> predictions =
        spark
            .read()
            .schema(PredictionRows.SCHEMA)
            .parquet(run.tablePath(Step.PREDICTIONS, wave))
            .select(
                col("*"),
                col("_metadata.file_name").as("part"),
                col("_metadata.row_index").as("place"));
    if (run.marker(Step.RECEIPTS, wave).isEmpty()) {
      return predictions
          .withColumn("write_outcome", lit(null).cast("string"))
          .sort("part", "place");
    }
    Dataset<Row> receipts =
        spark
            .read()
            .schema(ReceiptRows.SCHEMA)
            .parquet(run.tablePath(Step.RECEIPTS, wave))
            .filter(col("outcome").isin("failed", "unknown", "conflicted"))
            .select(
                col("item_id").as("receipt_of"),
                col("outcome").as("write_outcome"),
                col("message").as("write_message"),
                col("conflicts").as("write_conflicts"));
    return predictions
        .join(
            broadcast(receipts),
            predictions.col("item_id").equalTo(receipts.col("receipt_of")),
            "left_outer")
        .sort("part", "place");
  }

  @Override
  public Written next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = rows.next();
    return new Written(PredictionRows.outcome(row), problem(row));
  }

  private static Optional<String> problem(Row row) {
    @Nullable String outcome = row.getAs("write_outcome");
    if (outcome == null) {
      return Optional.empty();
    }
    int conflicts = row.<Integer>getAs("write_conflicts");
    return Optional.of(
        outcome.equals("conflicted")
            ? "conflicted: %s labels were left alone, as somebody has changed them meanwhile"
                .formatted(conflicts)
            : "%s: %s".formatted(outcome, row.getAs("write_message")));
  }
}
