package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.export.CocoExport;
import dev.relabel.export.ExportFolder;
import dev.relabel.export.ExportedRun;
import dev.relabel.export.FilePerImage;
import dev.relabel.export.HadoopExportTarget;
import dev.relabel.export.SuperviselyExport;
import dev.relabel.export.VocExport;
import dev.relabel.export.YoloExport;
import dev.relabel.model.ModelCard;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.RunSpec;
import dev.relabel.sql.HadoopSettings;
import dev.relabel.stage.ExportRequest.Kind;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes a complete run's predictions in other forms. What the driver holds grows with the number
 * of classes and waves, not with that of images. Confined to one thread.
 */
final class Exports {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunDirectory run;
  private final Marker plan;
  private final ImageReach images;
  private final ModelCard card;
  private final ExportedRun facts;
  private final Progress progress;

  Exports(
      SparkSession spark,
      RunDirectory run,
      RunSpec spec,
      Marker plan,
      ImageReach images,
      ModelCard card,
      Progress progress) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.run = run;
    this.plan = plan;
    this.images = images;
    this.card = card;
    this.progress = progress;
    this.facts =
        new ExportedRun(
            spec.runId(),
            card.name(),
            card.sha256(),
            card.classes().stream().map(LabelClass::name).toList(),
            version());
  }

  private static String version() {
    String manifest = Exports.class.getPackage().getImplementationVersion();
    return manifest == null ? "(development)" : manifest;
  }

  /**
   * Writes all targets, one after the other.
   *
   * @throws RunException naming the target that cannot be written
   */
  void write(List<ExportRequest> targets) {
    for (ExportRequest target : targets) {
      try {
        write(target);
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

  private void write(ExportRequest target) throws Exception {
    switch (target.kind()) {
      case COCO -> writeCoco(target.target());
      case DRAW -> draw(target.target());
      case PARQUET -> LakeTable.at(target.target(), spark).add(run, facts, plan.count("waves"));
      case DELTA -> new FormatTables(spark, facts).addToDelta(target.target(), allRows());
      case ICEBERG -> new FormatTables(spark, facts).addToIceberg(target.target(), allRows());
      case YOLO, VOC, SUPERVISELY, SUPERVISELY_ANN -> writeFolder(target, format(target));
    }
  }

  private void writeCoco(String target) throws IOException {
    try (CocoExport coco =
        CocoExport.begin(
            HadoopExportTarget.at(target, context.hadoopConfiguration()),
            classNames(),
            "Predictions of %s, %s".formatted(card.name(), facts.runId()))) {
      for (int wave = 0; wave < plan.count("waves"); wave++) {
        // One partition at a time comes to the driver.
        Iterator<Row> rows =
            new WaveTables(spark, run)
                .predicted(wave)
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
          coco.add(LabelFilesTask.exported(rows.next()));
        }
      }
      coco.finish();
    }
  }

  private List<String> classNames() {
    return facts.classes().stream().distinct().toList();
  }

  private void draw(String folder) {
    DrawTask task =
        new DrawTask(
            images, new HadoopSettings(context.hadoopConfiguration()), classNames(), folder);
    FileNames.add(predicted(), DrawTask::pictureName).javaRDD().foreachPartition(task);
  }

  private FilePerImage format(ExportRequest target) {
    List<LabelClass> found = WaveTables.classes(predicted(), "labels");
    try {
      return switch (target.kind()) {
        case YOLO -> YoloExport.of(facts.classes(), found, nodes(found));
        case VOC -> new VocExport(facts);
        default -> {
          List<String> nodes = nodes(found);
          yield SuperviselyExport.of(
              found.stream()
                  .map(each -> each.shape() == Shape.KEYPOINTS ? with(each, nodes) : each)
                  .toList());
        }
      };
    } catch (IllegalArgumentException e) {
      throw new RunException("%s cannot be written. %s".formatted(target, e.getMessage()), e);
    }
  }

  private static LabelClass with(LabelClass labelClass, List<String> nodes) {
    return new LabelClass(labelClass.name(), labelClass.shape(), nodes);
  }

  /** Names of the keypoints: the model's in its order, then those that labels have beside them. */
  private List<String> nodes(List<LabelClass> found) {
    if (found.stream().noneMatch(each -> each.shape() == Shape.KEYPOINTS)) {
      return List.of();
    }
    Stream<String> named =
        KeypointNames.with(run, List.of(new LabelClass("any", Shape.KEYPOINTS))).stream()
            .flatMap(each -> each.keypoints().stream());
    Stream<String> met =
        predicted()
            .select(explode(col("labels")).as("label"))
            .select(posexplode(col("label.keypoints")))
            .groupBy(col("col.name"))
            .agg(min("pos").as("pos"))
            .orderBy("pos", "name")
            .collectAsList() // as many as a model has names
            .stream()
            .map(row -> row.getString(0));
    return Stream.of(card.classes().stream().flatMap(each -> each.keypoints().stream()), named, met)
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  private void writeFolder(ExportRequest target, FilePerImage format) throws IOException {
    ExportFolder folder = ExportFolder.at(target.target(), context.hadoopConfiguration());
    String kind = target.kind().optionName();
    Optional<String> other = folder.begin(facts, kind);
    if (other.isPresent()) {
      throw new RunException(
          "%s holds an export already: %s. Files of two exports in one folder could not be told apart; name another folder, or delete this one."
              .formatted(target.target(), other.get()),
          null);
    }
    @Nullable ImageReach wanted = target.kind() == Kind.SUPERVISELY ? images : null;
    FileNames.add(predicted(), format::labelPath)
        .javaRDD()
        .foreachPartition(
            new LabelFilesTask(
                format,
                new HadoopSettings(context.hadoopConfiguration()),
                target.target(),
                wanted));
    for (Map.Entry<String, byte[]> head : format.heads(facts).entrySet()) {
      folder.write(head.getKey(), head.getValue());
    }
    folder.finish(facts, kind);
  }

  private Dataset<Row> allRows() {
    return new WaveTables(spark, run).predictions(plan);
  }

  /** The images that were predicted, of all waves. */
  private Dataset<Row> predicted() {
    return new WaveTables(spark, run).predicted(plan);
  }
}
