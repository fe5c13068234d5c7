package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.image.ImageDecoder;
import dev.relabel.model.ModelCard;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import dev.relabel.run.RunSpec;
import dev.relabel.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Writes the predictions of a run that is complete in other forms; the run stays as it is. */
public final class ExportJob {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final RunJobs jobs;
  private final RunDirectory run;
  private final Supplier<PlatformConnection> connection;
  private final Progress progress;

  /**
   * A job.
   *
   * @param runDirectory path or URI of the run directory
   * @param connection the platform that the run was made on; asked only if its images are needed
   * @throws RunException if the directory cannot be used
   */
  public ExportJob(
      SparkSession spark,
      String runDirectory,
      Supplier<PlatformConnection> connection,
      Progress progress) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.jobs = new RunJobs(spark.sparkContext());
    this.run = RunDirectory.at(runDirectory, context.hadoopConfiguration());
    this.connection = connection;
    this.progress = progress;
  }

  /**
   * Writes all targets, one after the other.
   *
   * @throws RunException if there is no run, it is not complete, or a target cannot be written
   */
  public ExportSummary export(List<ExportRequest> targets) {
    return jobs.run(() -> write(targets));
  }

  private ExportSummary write(List<ExportRequest> targets) {
    long start = System.nanoTime();
    Marker plan =
        run.planMarker()
            .orElseThrow(
                () ->
                    new RunException(
                        "There is no run in %s, or its plan is not complete. Name the directory that relabel run was given as --run-dir."
                            .formatted(run.address()),
                        null));
    RunSpec spec = run.spec().orElseThrow();
    Totals totals = new Totals();
    for (int wave = 0; wave < plan.count("waves"); wave++) {
      totals.predicted(predicted(wave, plan), Totals.Done.EARLIER);
    }
    boolean needsImages = targets.stream().anyMatch(each -> each.kind().needsImages());
    String address = spec.facts().getOrDefault("platform", "");
    PlatformAccess access = needsImages && !address.isEmpty() ? access(address) : null;
    ImageReach images =
        new ImageReach(
            Long.parseLong(
                spec.facts().getOrDefault("max_pixels", "" + ImageDecoder.DEFAULT_MAX_PIXELS)),
            access);
    ModelCard card = RecordedModel.of(run).orElseGet(() -> inferred(spec, plan));
    new Exports(spark, run, spec, plan, images, card, progress).write(targets);
    RunSummary summary = totals.summary(spec.runId(), run.address(), 0, Map.of());
    return new ExportSummary(
        spec.runId(),
        run.address(),
        summary.images(),
        summary.labels(),
        summary.quarantined(),
        targets,
        (System.nanoTime() - start) / 1e9);
  }

  private Marker predicted(int wave, Marker plan) {
    return run.marker(Step.PREDICTIONS, wave)
        .orElseThrow(
            () ->
                new RunException(
                    ("The run in %s is predicted for %s of %s waves only, and an export holds a"
                            + " whole run. Finish it first: run the same relabel run command again.")
                        .formatted(run.address(), complete(plan), plan.count("waves")),
                    null));
  }

  private long complete(Marker plan) {
    long complete = 0;
    for (int wave = 0; wave < plan.count("waves"); wave++) {
      complete += run.marker(Step.PREDICTIONS, wave).isPresent() ? 1 : 0;
    }
    return complete;
  }

  private PlatformAccess access(String expected) {
    PlatformConnection asked = connection.get();
    try (Platform platform = asked.open(1)) {
      if (!expected.equals(platform.address())) {
        throw new RunException(
            "The run in %s was made on %s, but the environment names %s. Set SERVER_ADDRESS to the former, or export in a form that needs no images."
                .formatted(run.address(), expected, platform.address()),
            null);
      }
    }
    return PlatformAccess.of(context, asked);
  }

  /** The model of a run that kept nothing of it: as far as its predictions tell. */
  private ModelCard inferred(RunSpec spec, Marker plan) {
    TreeMap<Integer, String> names = new TreeMap<>();
    @Nullable String name = null;
    for (Row row :
        new WaveTables(spark, run)
            .predicted(plan)
            .select(col("model_name"), explode(col("labels")).as("label"))
            .select("model_name", "label.class_index", "label.class")
            .distinct()
            .collectAsList()) { // as many as the model has classes
      name = row.getString(0);
      if (!row.isNullAt(1)) {
        names.put(row.getInt(1), row.getString(2));
      }
    }
    List<LabelClass> classes = new ArrayList<>();
    int count = names.isEmpty() ? 0 : names.lastKey() + 1;
    for (int i = 0; i < count; i++) {
      classes.add(new LabelClass(names.getOrDefault(i, "class " + i), Shape.ANY));
    }
    return new ModelCard(
        name == null ? "" : name, spec.facts().getOrDefault("model_sha256", ""), classes);
  }
}
