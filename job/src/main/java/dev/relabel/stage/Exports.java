package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;

import dev.relabel.annotation.LabelClass;
import dev.relabel.export.CocoExport;
import dev.relabel.export.ExportItem;
import dev.relabel.export.HadoopExportTarget;
import dev.relabel.model.ModelCard;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.Step;
import dev.relabel.run.WorkItem;
import dev.relabel.sql.HadoopSettings;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes a run's predictions in other forms, wave by wave. Confined to one thread. */
final class Exports {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunDirectory run;
  private final Marker plan;
  private final JobSettings settings;
  private final ModelCard card;
  private final Progress progress;

  Exports(
      SparkSession spark,
      RunDirectory run,
      Marker plan,
      JobSettings settings,
      ModelCard card,
      Progress progress) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.run = run;
    this.plan = plan;
    this.settings = settings;
    this.card = card;
    this.progress = progress;
  }

  /**
   * Writes all targets, one after the other.
   *
   * @throws RunException naming the target that cannot be written
   */
  void write(List<ExportRequest> targets) {
    for (ExportRequest target : targets) {
      try {
        if (target.kind() == ExportRequest.Kind.COCO) {
          writeCoco(target.target());
        } else {
          draw(target.target());
        }
      } catch (RunException e) {
        throw e;
      } catch (Exception e) { // Spark's own is checked, but not declared
        throw new RunException(
            "The export to %s failed: %s. The predictions are safe in %s; run the same command again"
                    .formatted(target.target(), e.getMessage(), run.address())
                + " when the target can be written.",
            e);
      }
      progress.note("exported to " + target.target());
    }
  }

  private void writeCoco(String target) throws IOException {
    List<String> classes = card.classes().stream().map(LabelClass::name).distinct().toList();
    try (CocoExport coco =
        CocoExport.begin(
            HadoopExportTarget.at(target, context.hadoopConfiguration()),
            classes,
            "Predictions of %s, %s".formatted(card.name(), settings.runId()))) {
      for (int wave = 0; wave < plan.count("waves"); wave++) {
        // One partition at a time comes to the driver.
        Iterator<Row> rows =
            predictions(wave)
                .sort(
                    col("project_id"),
                    col("dataset_id"),
                    length(col("image_id")), // numbers in the order of their size
                    col("image_id"),
                    col("source"),
                    col("frame_index"),
                    col("item_id"))
                .toLocalIterator();
        while (rows.hasNext()) {
          coco.add(item(rows.next()));
        }
      }
      coco.finish();
    }
  }

  private void draw(String folder) {
    List<String> classes = card.classes().stream().map(LabelClass::name).distinct().toList();
    DrawTask task =
        new DrawTask(settings, new HadoopSettings(context.hadoopConfiguration()), classes, folder);
    for (int wave = 0; wave < plan.count("waves"); wave++) {
      predictions(wave).javaRDD().foreachPartition(task);
    }
  }

  private Dataset<Row> predictions(int wave) {
    return spark
        .read()
        .schema(PredictionRows.SCHEMA)
        .parquet(run.tablePath(Step.PREDICTIONS, wave))
        .filter(col("quarantine_cause").isNull());
  }

  private static ExportItem item(Row row) {
    WorkItem item = PredictionRows.item(row);
    return new ExportItem(
        item.imageId(), item.name(), item.width(), item.height(), PredictionRows.labels(row));
  }
}
