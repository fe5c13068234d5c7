package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Change;
import dev.relabel.publish.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The changes table: one row per image that is written to, with what was on it before. */
final class ChangeRows {
  static final StructType SCHEMA =
      new StructType()
          .add("item_id", StringType)
          .add("dataset_id", StringType)
          .add("image_id", StringType)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("before", LabelRows.listOf(LabelRows.ON_PLATFORM))
          .add("additions", LabelRows.listOf(LabelRows.PREDICTED))
          .add("removals", LabelRows.listOf(LabelRows.ON_PLATFORM))
          .add("name", StringType)
          .add("content_sha256", StringType);

  private ChangeRows() {}

  static Row write(PlannedChange planned) {
    PlatformAnnotation before = planned.before();
    return RowFactory.create(
        planned.itemId(),
        planned.dataset().value(),
        before.image().value(),
        before.width(),
        before.height(),
        before.labels().stream().map(LabelRows::write).toArray(Row[]::new),
        planned.change().additions().stream()
            .map(label -> LabelRows.write(label, null))
            .toArray(Row[]::new),
        planned.change().removals().stream().map(LabelRows::write).toArray(Row[]::new),
        planned.name(),
        planned.contentSha256());
  }

  static PlannedChange read(Row row) {
    List<Label> additions = new ArrayList<>();
    for (Row label : row.<Row>getList(row.fieldIndex("additions"))) {
      additions.add(LabelRows.readPredicted(label));
    }
    String name = row.getAs("name");
    String contentSha256 = row.getAs("content_sha256");
    return new PlannedChange(
        row.getAs("item_id"),
        name == null ? "" : name,
        contentSha256 == null ? "" : contentSha256,
        new DatasetId(row.<String>getAs("dataset_id")),
        new PlatformAnnotation(
            new ImageId(row.<String>getAs("image_id")),
            row.<Integer>getAs("width"),
            row.<Integer>getAs("height"),
            platformLabels(row, "before"),
            List.of(),
            List.of()),
        new Change(additions, platformLabels(row, "removals")));
  }

  private static List<PlatformLabel> platformLabels(Row row, String column) {
    List<PlatformLabel> labels = new ArrayList<>();
    for (Row label : row.<Row>getList(row.fieldIndex(column))) {
      labels.add(LabelRows.readOnPlatform(label));
    }
    return labels;
  }
}
