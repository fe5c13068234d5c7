package dev.relabel.stage;

import dev.relabel.predict.Outcome;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.run.WorkItem;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a finished run has predicted, wave by wave, of which one part at a time is in memory.
 * Confined to one thread.
 */
public final class RunPredictions implements Iterator<Outcome<WorkItem>> {
  private final SparkSession spark;
  private final RunDirectory run;
  private final long waves;
  private int wave;
  private Iterator<Row> rows = Collections.emptyIterator();

  /**
   * @param directory path or URI of the run directory
   */
  public RunPredictions(SparkSession spark, String directory) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    this.spark = spark;
    this.run = RunDirectory.at(directory, hadoop);
    this.waves = run.planMarker().map(plan -> count(plan)).orElse(0L);
  }

  private static long count(Marker plan) {
    return plan.count("waves");
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && wave < waves) {
      rows =
          spark
              .read()
              .schema(PredictionRows.SCHEMA)
              .parquet(run.tablePath(Step.PREDICTIONS, wave))
              .toLocalIterator();
      wave++;
    }
    return rows.hasNext();
  }

  @Override
  public Outcome<WorkItem> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return PredictionRows.outcome(rows.next());
  }
}
