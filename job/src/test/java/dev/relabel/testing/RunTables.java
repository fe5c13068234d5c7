package dev.relabel.testing;

import static org.apache.spark.sql.functions.col;

import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.stage.SparkSessions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;

/** Reads the tables of a run directory. */
public final class RunTables {
  private RunTables() {}

  /** These columns of all predictions, one JSON object per row, sorted. */
  public static List<String> predictions(Path run, String... columns) {
    return rows(List.of(run.resolve("predictions").resolve("*").resolve("*")), columns);
  }

  /** These columns of what a step has committed, one JSON object per row, sorted. */
  public static List<String> committed(Path run, Step step, String... columns) {
    RunDirectory tables = RunDirectory.at(run.toString(), new Configuration());
    long waves = tables.planMarker().orElseThrow().count("waves");
    return rows(
        IntStream.range(0, (int) waves)
            .mapToObj(wave -> Path.of(URI.create(tables.tablePath(step, wave)).getPath()))
            .toList(),
        columns);
  }

  private static List<String> rows(List<Path> tables, String... columns) {
    try (SparkSessions.Lent spark = SparkSessions.lend(null, false, note -> {})) {
      return spark
          .session()
          .read()
          .parquet(tables.stream().map(Path::toString).toArray(String[]::new))
          .select(Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new))
          .toJSON()
          .collectAsList()
          .stream()
          .sorted()
          .toList();
    }
  }
}
