package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.relabel.annotation.Label;
import dev.relabel.model.ModelCard;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.run.WorkItem;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The predictions table: one row per image or frame. A row with a {@code quarantine_cause} has no
 * labels: its item could not be predicted.
 */
final class PredictionRows {
  static final StructType SCHEMA =
      new StructType()
          .add("run_id", StringType)
          .add("item_id", StringType)
          .add("source", StringType)
          .add("name", StringType)
          .add("platform", StringType)
          .add("project_id", StringType)
          .add("dataset_id", StringType)
          .add("image_id", StringType)
          .add("video_id", StringType)
          .add("frame_index", LongType)
          .add("frame_timestamp", LongType)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("content_sha256", StringType)
          .add("model_sha256", StringType)
          .add("model_name", StringType)
          .add("predicted_at", TimestampType)
          .add("labels", LabelRows.listOf(LabelRows.PREDICTED))
          .add("quarantine_cause", StringType)
          .add("quarantine_message", StringType);

  private final String runId;
  private final ModelCard card;
  private final Map<String, Integer> classIndexes = new HashMap<>();

  PredictionRows(String runId, ModelCard card) {
    this.runId = runId;
    this.card = card;
    for (int i = 0; i < card.classes().size(); i++) {
      classIndexes.putIfAbsent(card.classes().get(i).name(), i);
    }
  }

  Row write(Outcome<WorkItem> outcome, Timestamp now) {
    WorkItem item = outcome.item();
    Predicted<WorkItem> predicted = outcome instanceof Predicted<WorkItem> some ? some : null;
    Rejected<WorkItem> rejected = outcome instanceof Rejected<WorkItem> some ? some : null;
    return RowFactory.create(
        runId,
        item.itemId(),
        item.source(),
        item.name(),
        item.platform(),
        idOrNull(item.projectId()),
        idOrNull(item.datasetId()),
        idOrNull(item.imageId()),
        idOrNull(item.videoId()),
        item.frame() == null ? null : item.frame().index(),
        item.frame() == null ? null : item.frame().timestamp(),
        predicted == null ? null : predicted.width(),
        predicted == null ? null : predicted.height(),
        predicted == null ? null : predicted.contentSha256(),
        card.sha256(),
        card.name(),
        now,
        predicted == null ? null : labels(predicted),
        rejected == null ? null : rejected.cause(),
        rejected == null ? null : rejected.message());
  }

  private Row[] labels(Predicted<WorkItem> predicted) {
    return predicted.labels().stream()
        .map(label -> LabelRows.write(label, classIndexes.get(label.className())))
        .toArray(Row[]::new);
  }

  /** The same row with labels that are the same but for their tracks. */
  static Row withTracks(Row row, List<Label> labels) {
    List<Row> before = row.getList(row.fieldIndex("labels"));
    Row[] after = new Row[before.size()];
    for (int i = 0; i < after.length; i++) {
      after[i] = LabelRows.withTrack(before.get(i), labels.get(i).track());
    }
    @Nullable Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == row.fieldIndex("labels") ? after : row.get(i);
    }
    return RowFactory.create(values);
  }

  static boolean isQuarantined(Row row) {
    return row.getAs("quarantine_cause") != null;
  }

  static List<Label> labels(Row row) {
    List<Label> labels = new ArrayList<>();
    for (Row label : row.<Row>getList(row.fieldIndex("labels"))) {
      labels.add(LabelRows.readPredicted(label));
    }
    return labels;
  }

  /** What became of an item. */
  static Outcome<WorkItem> outcome(Row row) {
    WorkItem item = item(row);
    return isQuarantined(row)
        ? new Rejected<>(item, row.getAs("quarantine_cause"), row.getAs("quarantine_message"))
        : new Predicted<>(
            item, item.width(), item.height(), row.getAs("content_sha256"), labels(row));
  }

  static WorkItem item(Row row) {
    Integer width = row.getAs("width");
    Integer height = row.getAs("height");
    Long frame = row.getAs("frame_index");
    return new WorkItem(
        row.getAs("item_id"),
        row.getAs("source"),
        row.getAs("platform"),
        emptyIfNull(row.getAs("project_id")),
        emptyIfNull(row.getAs("dataset_id")),
        emptyIfNull(row.getAs("image_id")),
        emptyIfNull(row.getAs("video_id")),
        row.getAs("name"),
        width == null ? 0 : width,
        height == null ? 0 : height,
        0,
        frame == null ? null : new WorkItem.Frame(frame, row.getAs("frame_timestamp")),
        "");
  }

  private static @Nullable String idOrNull(String id) {
    return id.isEmpty() ? null : id;
  }

  private static String emptyIfNull(@Nullable String id) {
    return id == null ? "" : id;
  }
}
