package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts what a step has written by reading it back, because sums that tasks report count repeated
 * tasks twice.
 */
final class WaveCounts {
  private WaveCounts() {}

  static Map<String, Long> ofPredictions(Dataset<Row> predictions) {
    Column good = col("quarantine_cause").isNull();
    return counts(
        predictions.agg(
            sumWhere(good, lit(1)).as("images"),
            sumWhere(good, size(col("labels"))).as("labels"),
            sumWhere(col("quarantine_cause").isNotNull(), lit(1)).as("quarantined")));
  }

  static Map<String, Long> ofChanges(Dataset<Row> changes) {
    Column added = size(col("additions"));
    Column removed = size(col("removals"));
    return counts(
        changes.agg(
            sumWhere(lit(true), added).as("added"),
            sumWhere(lit(true), removed).as("removed"),
            sumWhere(added.plus(removed).equalTo(0), lit(1)).as("unchanged")));
  }

  static Map<String, Long> ofReceipts(Dataset<Row> receipts) {
    Column outcome = col("outcome");
    return counts(
        receipts.agg(
            sumWhere(lit(true), col("added")).as("added"),
            sumWhere(lit(true), col("removed")).as("removed"),
            sumWhere(lit(true), col("conflicts")).as("conflicts"),
            sumWhere(outcome.equalTo("unchanged"), lit(1)).as("unchanged"),
            sumWhere(outcome.equalTo("failed"), lit(1)).as("failed"),
            sumWhere(outcome.equalTo("unknown"), lit(1)).as("unknown")));
  }

  private static Column sumWhere(Column condition, Column value) {
    return sum(when(condition, value).otherwise(lit(0)));
  }

  private static Map<String, Long> counts(Dataset<Row> aggregate) {
    Row row = aggregate.first();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      counts.put(row.schema().fieldNames()[i], row.isNullAt(i) ? 0 : row.getLong(i));
    }
    return counts;
  }
}
