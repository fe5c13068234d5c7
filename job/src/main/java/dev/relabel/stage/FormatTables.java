package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;

import dev.relabel.export.ExportMark;
import dev.relabel.export.ExportMark.State;
import dev.relabel.export.ExportedRun;
import dev.relabel.run.RunException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The predictions of many runs in a Delta or Iceberg table: a run is one commit, and in the table
 * once, however often it is added. Uses nothing but Spark's own writers; the connector has to be on
 * Spark's class path. A table that does not exist is made, partitioned by {@code run_id}.
 *
 * <p>Confined to one thread.
 */
final class FormatTables {
  private static final Pattern ICEBERG_NAME = Pattern.compile("[^.]+(\\.[^.]+)+");

  private final SparkSession spark;
  private final ExportedRun run;

  FormatTables(SparkSession spark, ExportedRun run) {
    this.spark = spark;
    this.run = run;
  }

  /**
   * Appends to a Delta table. Delta keeps which transactions it has seen, and does nothing for one
   * that comes again.
   *
   * @param target a path or URI if it has a slash or a colon in it, else a table's name
   * @param rows all rows of the run
   * @throws RunException if Spark has no Delta
   */
  void addToDelta(String target, Dataset<Row> rows) throws Exception {
    require(
        "io.delta.sql.DeltaSparkSessionExtension",
        "Delta",
        "--packages io.delta:delta-spark_4.1_2.13:4.4.0"
            + " --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension"
            + " --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog");
    boolean isPath = target.contains("/") || target.contains(":");
    if (isPath ? !hasLog(target) : !spark.catalog().tableExists(target)) {
      // Made empty first: the transaction below is the same, whoever makes the table.
      save(delta(rows.limit(0)).partitionBy("run_id"), target, isPath);
    }
    save(
        delta(rows)
            .option("txnAppId", "relabel-" + run.runId())
            .option("txnVersion", 1)
            .option("mergeSchema", true) // columns are only ever added
            .option("userMetadata", mark("delta")),
        target,
        isPath);
  }

  private static DataFrameWriter<Row> delta(Dataset<Row> rows) {
    return rows.write().format("delta").mode(SaveMode.Append);
  }

  private static void save(DataFrameWriter<Row> writer, String target, boolean isPath) {
    if (isPath) {
      writer.save(target);
    } else {
      writer.saveAsTable(target);
    }
  }

  private boolean hasLog(String target) throws Exception {
    Path log = new Path(target, "_delta_log");
    return log.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(log);
  }

  /**
   * Writes to an Iceberg table: in one commit, the rows of this run replace those that the table
   * has of it.
   *
   * @param target {@code CATALOG.DB.TABLE}
   * @param rows all rows of the run
   * @throws RunException if Spark has no Iceberg or no such catalog
   */
  void addToIceberg(String target, Dataset<Row> rows) throws Exception {
    String example =
        "--packages org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.12.0"
            + " --conf spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog"
            + " --conf spark.sql.catalog.lake.type=hadoop"
            + " --conf spark.sql.catalog.lake.warehouse=s3a://bucket/lake";
    require("org.apache.iceberg.spark.SparkCatalog", "Iceberg", example);
    String catalog = target.substring(0, Math.max(0, target.indexOf('.')));
    if (!ICEBERG_NAME.matcher(target).matches()
        || spark.conf().get("spark.sql.catalog." + catalog, "").isEmpty()) {
      throw new RunException(
          "iceberg:%s names no table of a catalog that Spark knows; it is iceberg:CATALOG.DB.TABLE, and the catalog is set up with options of spark-submit such as %s"
              .formatted(target, example),
          null);
    }
    if (!spark.catalog().tableExists(target)) {
      rows.limit(0).writeTo(target).using("iceberg").partitionedBy(col("run_id")).create();
    }
    rows.writeTo(target)
        .option("distribution-mode", "none") // all rows are of one partition: nothing to shuffle
        .option("merge-schema", "true")
        .option("snapshot-property.relabel-run", run.runId())
        .option("snapshot-property.relabel-model-sha256", run.modelSha256())
        .option("snapshot-property.relabel-version", run.version())
        .overwrite(col("run_id").equalTo(run.runId()));
  }

  private String mark(String kind) {
    return new String(ExportMark.write(run, kind, State.COMPLETE), StandardCharsets.UTF_8).strip();
  }

  private static void require(String type, String format, String options) {
    try {
      Class.forName(type, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new RunException(
          "Spark has no %s. Run on a Spark installation (SPARK_HOME) with it, in RELABEL_SPARK_OPTIONS: %s"
              .formatted(format, options),
          e);
    }
  }
}
