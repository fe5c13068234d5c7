package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.publish.OtherEdit;
import dev.relabel.publish.Receipt;
import dev.relabel.publish.Standing;
import dev.relabel.publish.Standing.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The receipts table: what a write-back has done to each image. */
final class ReceiptRows {
  private static final StructType PRESENCE =
      new StructType().add("is_there", BooleanType).add("figure_id", StringType);

  private static final StructType OTHER =
      new StructType()
          .add("kind", StringType)
          .add("is_conflict", BooleanType)
          .add("label", LabelRows.ON_PLATFORM);

  static final StructType SCHEMA =
      new StructType()
          .add("item_id", StringType)
          .add("dataset_id", StringType)
          .add("image_id", StringType)
          .add("outcome", StringType)
          .add("added", IntegerType)
          .add("removed", IntegerType)
          .add("conflicts", IntegerType)
          .add("message", StringType)
          .add("additions", LabelRows.listOf(PRESENCE))
          .add("removals", LabelRows.listOf(PRESENCE))
          .add("others", LabelRows.listOf(OTHER));

  private ReceiptRows() {}

  static Row write(Receipt receipt) {
    return RowFactory.create(
        receipt.itemId(),
        receipt.dataset().value(),
        receipt.image().value(),
        receipt.outcome(),
        receipt.added(),
        receipt.removed(),
        receipt.conflicts(),
        receipt.message(),
        presences(receipt.standing().additions()),
        presences(receipt.standing().removals()),
        receipt.others().stream()
            .map(
                other ->
                    RowFactory.create(
                        other.kind().name().toLowerCase(Locale.ROOT),
                        other.isConflict(),
                        LabelRows.write(other.label())))
            .toArray(Row[]::new));
  }

  private static Row[] presences(List<Presence> presences) {
    return presences.stream()
        .map(
            each ->
                RowFactory.create(each.isThere(), each.figure().map(FigureId::stored).orElse(null)))
        .toArray(Row[]::new);
  }

  static Receipt read(Row row) {
    List<OtherEdit> others = new ArrayList<>();
    for (Row other : row.<Row>getList(row.fieldIndex("others"))) {
      others.add(
          new OtherEdit(
              OtherEdit.Kind.valueOf(other.getString(0).toUpperCase(Locale.ROOT)),
              LabelRows.readOnPlatform(other.getStruct(2)),
              other.getBoolean(1)));
    }
    return new Receipt(
        row.getAs("item_id"),
        new DatasetId(row.<String>getAs("dataset_id")),
        new ImageId(row.<String>getAs("image_id")),
        row.getAs("outcome"),
        row.<Integer>getAs("added"),
        row.<Integer>getAs("removed"),
        row.getAs("message"),
        new Standing(presences(row, "additions"), presences(row, "removals")),
        others);
  }

  private static List<Presence> presences(Row row, String column) {
    List<Presence> presences = new ArrayList<>();
    for (Row each : row.<Row>getList(row.fieldIndex(column))) {
      presences.add(
          new Presence(
              each.getBoolean(0),
              each.isNullAt(1)
                  ? Optional.empty()
                  : Optional.of(FigureId.ofStored(each.getString(1)))));
    }
    return presences;
  }
}
