package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs in Delta and Iceberg tables. The connectors are no part of the build: with their jars in
 * {@code -Dmaven.test.additionalClasspath} the tables are written, else they are told to be
 * missing.
 */
class FormatTablesIT {
  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String ICEBERG = "org.apache.iceberg.spark.SparkCatalog";

  private Path directory = Path.of("");
  private SparkSession spark;

  @BeforeEach
  void begin(@TempDir Path temporary) {
    directory = temporary;
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toString());
    if (isThere(DELTA)) {
      builder
          .config("spark.sql.extensions", DELTA)
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
    if (isThere(ICEBERG)) {
      builder
          .config("spark.sql.catalog.lake", ICEBERG)
          .config("spark.sql.catalog.lake.type", "hadoop")
          .config("spark.sql.catalog.lake.warehouse", directory.resolve("iceberg").toString());
    }
    spark = builder.getOrCreate();
  }

  @AfterEach
  void end() {
    spark.stop();
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** A run of three images in two waves. */
  private Path run(String name) throws IOException {
    Path photos = Files.createDirectories(directory.resolve("photos"));
    for (String photo : List.of("a.jpg", "b.jpg", "c.jpg")) {
      Files.write(photos.resolve(photo), GreyVideo.jpeg(77));
    }
    Path run = directory.resolve(name);
    Command.alone()
        .runs(
            "--input",
            photos,
            "--model",
            TinyModel.write(directory.resolve("tiny.onnx")),
            "--wave-size",
            2,
            "--run-dir",
            run);
    return run;
  }

  private static void export(Path run, String target) {
    Command.Result result = Command.alone().run("export", run, "--to", target);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  private List<String> rows(String query) {
    return spark.sql(query).collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }

  private void holdsTwoRunsOnce(String target, String table) throws IOException {
    Path first = run("first");
    Path second = run("second");

    export(first, target);
    export(second, target);
    export(first, target);
    export(second, target);

    assertThat(
            rows(
                "SELECT count(*), count(DISTINCT item_id), sum(size(labels)) FROM %s GROUP BY run_id"
                    .formatted(table)))
        .containsExactly("3 3 6", "3 3 6");
    assertThat(rows("SELECT DISTINCT labels[0].class, labels[0].box.x2 FROM " + table))
        .containsExactly("part 24.0");
  }

  @Test
  void aDeltaPathHoldsEachRunOnce() throws IOException {
    assumeTrue(isThere(DELTA));
    Path lake = directory.resolve("delta");

    holdsTwoRunsOnce("delta:" + lake, "delta.`%s`".formatted(lake));

    assertThat(
            spark
                .sql("DESCRIBE HISTORY delta.`%s`".formatted(lake))
                .select("userMetadata")
                .collectAsList())
        .hasSize(3) // made, and two runs
        .anyMatch(row -> row.mkString().contains("modelSha256"));
  }

  @Test
  void aDeltaTableHoldsEachRunOnce() throws IOException {
    assumeTrue(isThere(DELTA));

    holdsTwoRunsOnce("delta:predictions", "predictions");
  }

  @Test
  void anIcebergTableHoldsEachRunOnce() throws IOException {
    assumeTrue(isThere(ICEBERG));

    holdsTwoRunsOnce("iceberg:lake.db.predictions", "lake.db.predictions");

    assertThat(rows("SELECT summary['relabel-run'] FROM lake.db.predictions.snapshots"))
        .anyMatch(run -> run.startsWith("run-"));
  }

  @Test
  void aFormatThatSparkLacksIsNamedWithItsCoordinates() throws IOException {
    Path run = run("run");

    if (!isThere(DELTA)) {
      assertThat(Command.alone().run("export", run, "--to", "delta:/lake").complaints().toString())
          .contains("Spark has no Delta", "io.delta:delta-spark_4.1_2.13:");
    }
    Command.Result iceberg = Command.alone().run("export", run, "--to", "iceberg:none.db.table");
    assertThat(iceberg.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(iceberg.complaints().toString())
        .contains(
            isThere(ICEBERG) ? "it is iceberg:CATALOG.DB.TABLE" : "Spark has no Iceberg",
            "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:");
  }
}
