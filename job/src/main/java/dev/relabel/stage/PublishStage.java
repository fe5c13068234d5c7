package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Publishes waves: settles classes, plans changes, writes them. Confined to one thread. */
final class PublishStage {
  /** What is appended to a class whose name the project uses for another shape. */
  private static final String SUFFIX = "_nn";

  private final SparkSession spark;
  private final RunDirectory run;
  private final JobSettings settings;
  private final Platform platform;
  private final ProjectId target;
  private final BusyTime busy;
  private PublishSettings publish;

  PublishStage(
      SparkSession spark,
      RunDirectory run,
      JobSettings settings,
      PublishSettings publish,
      Platform platform,
      ProjectId target,
      BusyTime busy) {
    this.spark = spark;
    this.run = run;
    this.settings = settings;
    this.publish = publish.with(ClassMappingFile.read(run));
    this.platform = platform;
    this.target = target;
    this.busy = busy;
  }

  /** Brings a predicted wave onto the platform; does nothing if that is done. */
  Marker publish(int wave) {
    if (run.marker(Step.CHANGES, wave).isEmpty()) {
      planChanges(wave);
    }
    return isDone(run, wave) ? run.marker(Step.RECEIPTS, wave).orElseThrow() : write(wave);
  }

  /**
   * Whether every image of the wave is settled; those whose writes got lost are looked at again.
   */
  static boolean isDone(RunDirectory run, int wave) {
    return run.marker(Step.RECEIPTS, wave).filter(each -> each.count("unknown") == 0).isPresent();
  }

  private void planChanges(int wave) {
    Dataset<Row> predictions =
        spark
            .read()
            .schema(PredictionRows.SCHEMA)
            .parquet(run.tablePath(Step.PREDICTIONS, wave))
            .filter(col("quarantine_cause").isNull());
    settleClasses(predictions);
    String attempt = RunDirectory.newAttempt();
    String path = run.tablePath(Step.CHANGES, wave, attempt);
    spark
        .createDataFrame(
            predictions.javaRDD().mapPartitions(new PlanChangesTask(settings, publish, busy)),
            ChangeRows.SCHEMA)
        .write()
        .parquet(path);
    run.commit(Step.CHANGES, wave, new Marker(attempt, Map.of()));
  }

  /** Adds the classes that this wave's labels need and earlier waves' did not. */
  private void settleClasses(Dataset<Row> predictions) {
    List<LabelClass> wanted = new ArrayList<>();
    // As many rows as there are classes and kinds.
    for (Row row :
        predictions
            .select(explode(col("labels")).as("label"))
            .select("label.class", "label.kind")
            .distinct()
            .orderBy("class", "kind")
            .collectAsList()) {
      GeometryKind kind = GeometryKind.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
      wanted.add(new LabelClass(row.getString(0), LabelClass.Shape.of(kind)));
    }
    List<LabelClass> missing = publish.classes().missing(wanted);
    if (!missing.isEmpty()) {
      List<LabelClass> inProject = platform.mergeSchema(target, missing, SUFFIX);
      publish = publish.with(publish.classes().with(missing, inProject));
      ClassMappingFile.write(run, publish.classes());
    }
  }

  private Marker write(int wave) {
    String attempt = RunDirectory.newAttempt();
    String path = run.tablePath(Step.RECEIPTS, wave, attempt);
    Dataset<Row> changes =
        spark.read().schema(ChangeRows.SCHEMA).parquet(run.tablePath(Step.CHANGES, wave));
    spark
        .createDataFrame(
            changes.javaRDD().mapPartitions(new PublishTask(settings, publish, busy)),
            ReceiptRows.SCHEMA)
        .write()
        .parquet(path);
    Marker marker =
        new Marker(
            attempt, WaveCounts.ofReceipts(spark.read().schema(ReceiptRows.SCHEMA).parquet(path)));
    run.commit(Step.RECEIPTS, wave, marker);
    return marker;
  }
}
