package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.publish.Diff;
import dev.relabel.publish.Diff.Count;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.UploadMode;
import dev.relabel.stage.BeforeImages.Found;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of changes to rows of a diff: what they would do to the images as they are now. */
final class DiffTask implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  private static final StructType CLASS =
      new StructType()
          .add("class", StringType)
          .add("added", IntegerType)
          .add("removed", IntegerType)
          .add("unchanged", IntegerType);

  static final StructType SCHEMA =
      new StructType()
          .add("item_id", StringType)
          .add("dataset_id", StringType)
          .add("image_id", StringType)
          .add("added", IntegerType)
          .add("removed", IntegerType)
          .add("unchanged", IntegerType)
          .add("conflicts", IntegerType)
          .add("is_gone", BooleanType)
          .add("is_unreadable", BooleanType)
          .add("classes", LabelRows.listOf(CLASS));

  private final PlatformAccess access;
  private final UploadMode mode;
  private final MergeSettings merge;

  DiffTask(PlatformAccess access, UploadMode mode, MergeSettings merge) {
    this.access = access;
    this.mode = mode;
    this.merge = merge;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> changes) {
    Platform platform = access.open();
    return new DatasetBatches<>(
        changes,
        row -> row.getAs("dataset_id"),
        platform.batchLimit(),
        DatasetBatches.SEVERAL,
        rows -> diffs(platform, rows.stream().map(ChangeRows::read).toList()));
  }

  private List<Row> diffs(Platform platform, List<PlannedChange> changes) {
    if (mode == UploadMode.CREATE) { // the images to write to are yet to be made
      return changes.stream()
          .map(each -> row(each, Diff.planned(each, mode, merge.tolerance())))
          .toList();
    }
    Found now =
        BeforeImages.read(
            platform,
            changes.get(0).dataset(),
            changes.stream().map(each -> each.before().image()).toList());
    List<Row> rows = new ArrayList<>();
    for (PlannedChange each : changes) {
      ImageId image = each.before().image();
      Diff diff = Diff.of(each, now.on(image), mode, merge.tolerance());
      rows.add(now.unreadable().contains(image) ? row(each, Diff.NONE, true) : row(each, diff));
    }
    return rows;
  }

  private static Row row(PlannedChange change, Diff diff) {
    return row(change, diff, false);
  }

  private static Row row(PlannedChange change, Diff diff, boolean isUnreadable) {
    return RowFactory.create(
        change.itemId(),
        change.dataset().value(),
        change.before().image().value(),
        diff.classes().values().stream().mapToInt(Count::added).sum(),
        diff.classes().values().stream().mapToInt(Count::removed).sum(),
        diff.classes().values().stream().mapToInt(Count::unchanged).sum(),
        diff.conflicts(),
        diff.isGone(),
        isUnreadable,
        diff.classes().entrySet().stream()
            .map(
                each ->
                    RowFactory.create(
                        each.getKey(),
                        each.getValue().added(),
                        each.getValue().removed(),
                        each.getValue().unchanged()))
            .toArray(Row[]::new));
  }
}
