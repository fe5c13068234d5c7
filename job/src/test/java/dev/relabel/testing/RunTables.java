package dev.relabel.testing;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/** Reads the tables of a run directory. */
public final class RunTables {
  private RunTables() {}

  /** These columns of the committed predictions, one JSON object per row, sorted. */
  public static List<String> predictions(Path run, String... columns) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    try {
      return spark
          .read()
          .parquet(run.resolve("predictions").resolve("*").resolve("*").toString())
          .select(Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new))
          .toJSON()
          .collectAsList()
          .stream()
          .sorted()
          .toList();
    } finally {
      spark.stop();
    }
  }
}
