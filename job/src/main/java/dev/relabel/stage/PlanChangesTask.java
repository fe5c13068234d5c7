package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.predict.Stage;
import dev.relabel.publish.Change;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.WorkItem;
import dev.relabel.source.PlatformAddress;
import dev.relabel.stage.BeforeImages.Found;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Rows of predictions to rows of changes: reads what is on the images and decides. */
final class PlanChangesTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private final PlatformAccess access;
  private final UploadMode mode;
  private final MergeSettings merge;
  private final ClassMapping classes;
  private final ModelReach reach;
  private final BusyTime busy;

  /**
   * A task.
   *
   * @param classes the project's classes for those that the model has found
   * @param reach what the model can say anything about
   */
  PlanChangesTask(
      PlatformAccess access,
      UploadMode mode,
      MergeSettings merge,
      ClassMapping classes,
      ModelReach reach,
      BusyTime busy) {
    this.access = access;
    this.mode = mode;
    this.merge = merge;
    this.classes = classes;
    this.reach = reach.with(classes.imageClasses());
    this.busy = busy;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> predictions) {
    Platform platform = access.open();
    return new DatasetBatches<>(
        predictions,
        row -> PlatformAddress.of(PredictionRows.item(row)).dataset().value(),
        platform.batchLimit(),
        DatasetBatches.SEVERAL,
        rows -> busy.of(Stage.PUBLISH, () -> plan(platform, rows)));
  }

  private List<Row> plan(Platform platform, List<Row> rows) {
    List<WorkItem> items = rows.stream().map(PredictionRows::item).toList();
    DatasetId dataset = PlatformAddress.of(items.get(0)).dataset();
    Found before =
        mode == UploadMode.CREATE
            ? new Found(Map.of(), Set.of()) // a copy has no labels
            : BeforeImages.read(
                platform,
                dataset,
                items.stream().map(item -> PlatformAddress.of(item).image()).toList());
    Set<String> nothing = mode == UploadMode.CREATE ? Set.of() : platform.classesOfNothing(dataset);
    List<Row> changes = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      WorkItem item = items.get(i);
      // An image that vanished meanwhile gets an empty before-image; writing to it fails then.
      PlatformAnnotation there =
          before
              .on(PlatformAddress.of(item).image())
              .map(reach.with(nothing)::of)
              .orElseGet(() -> empty(item));
      List<Label> predictions =
          platform.held(
              dataset,
              classes.renamed(PredictionRows.labels(rows.get(i))),
              item.width(),
              item.height());
      if (platform.hasTrackedObjects() && item.frame() != null) {
        predictions = FrameTracks.complete(item.frame().index(), predictions);
      }
      changes.add(
          ChangeRows.write(
              new PlannedChange(
                  item.itemId(),
                  item.name(),
                  rows.get(i).getAs("content_sha256"),
                  dataset,
                  there,
                  change(there, predictions, nothing))));
    }
    return changes;
  }

  /** What says that there is nothing leaves when something comes, and only then. */
  private Change change(PlatformAnnotation there, List<Label> predictions, Set<String> nothing) {
    Change change = mode.change(reach.replaceable(reach.of(there)), predictions, merge);
    if (change.additions().isEmpty()) {
      return change;
    }
    List<PlatformLabel> removals = new ArrayList<>(change.removals());
    there.labels().stream()
        .filter(each -> each.label().geometry() instanceof WholeImage)
        .filter(each -> nothing.contains(each.label().className()))
        .filter(each -> !removals.contains(each))
        .forEach(removals::add);
    return new Change(change.additions(), removals);
  }

  private static PlatformAnnotation empty(WorkItem item) {
    return new PlatformAnnotation(
        PlatformAddress.of(item).image(),
        item.width(),
        item.height(),
        List.of(),
        List.of(),
        List.of());
  }
}
