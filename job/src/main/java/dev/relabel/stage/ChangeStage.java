package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;

import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.stage.PublishTarget.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides what to change on the images of waves, and keeps what was on them before. Writes nothing
 * to the platform. Confined to one thread.
 */
final class ChangeStage implements WaveStep {
  /** What is appended to a class whose name the project uses for another shape. */
  static final String SUFFIX = "_nn";

  private final WaveTables tables;
  private final RunDirectory run;
  private final Platform platform;
  private final PlatformAccess access;
  private final UploadMode mode;
  private final MergeSettings merge;
  private final Optional<ProjectId> project;
  private final ModelReach reach;
  private final BusyTime busy;
  private ClassMapping classes;

  /**
   * A stage.
   *
   * @param platform the driver's client
   * @param access the same platform for tasks
   * @param project the project that is written to; empty if it is yet to be made
   * @param reach what the model can say anything about
   */
  ChangeStage(
      WaveTables tables,
      RunDirectory run,
      Platform platform,
      PlatformAccess access,
      UploadMode mode,
      MergeSettings merge,
      Optional<ProjectId> project,
      ModelReach reach,
      BusyTime busy) {
    this.tables = tables;
    this.run = run;
    this.platform = platform;
    this.access = access;
    this.mode = mode;
    this.merge = merge;
    this.project = project;
    this.reach = reach;
    this.busy = busy;
    this.classes = ClassMappingFile.read(run);
  }

  @Override
  public boolean isDone(int wave) {
    return run.marker(Step.CHANGES, wave).isPresent();
  }

  @Override
  public Marker run(int wave) {
    return run.marker(Step.CHANGES, wave).orElseGet(() -> plan(wave));
  }

  private Marker plan(int wave) {
    Dataset<Row> predictions = tables.predicted(wave);
    if (access.holds() == Holding.FILES) {
      predictions =
          predictions
              .dropDuplicates("item_id") // a file that was named twice
              .repartitionByRange(col("dataset_id"), col("image_id"))
              .sortWithinPartitions("dataset_id", "image_id"); // folders stay together
    }
    settleClasses(predictions);
    String attempt = RunDirectory.newAttempt();
    Dataset<Row> changes =
        tables.write(
            predictions,
            new PlanChangesTask(access, mode, merge, classes, reach, busy),
            run.tablePath(Step.CHANGES, wave, attempt),
            ChangeRows.SCHEMA);
    Marker marker = new Marker(attempt, WaveCounts.ofChanges(changes));
    run.commit(Step.CHANGES, wave, marker);
    return marker;
  }

  /** Settles the classes that this wave's labels need and earlier waves' did not. */
  private void settleClasses(Dataset<Row> predictions) {
    List<LabelClass> wanted = WaveTables.classes(predictions, "labels");
    List<LabelClass> missing = classes.missing(wanted);
    if (!missing.isEmpty()) {
      // What earlier waves have settled is not in the project before they are written.
      List<LabelClass> all = new ArrayList<>(classes.inProject());
      all.addAll(missing);
      List<LabelClass> settled = platform.planSchema(project, KeypointNames.with(run, all), SUFFIX);
      classes = classes.with(missing, settled.subList(all.size() - missing.size(), all.size()));
      ClassMappingFile.write(run, classes);
    }
  }
}
