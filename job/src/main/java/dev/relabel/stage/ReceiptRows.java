package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.PublishOutcome;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The receipts table: what became of each image's change. */
final class ReceiptRows {
  static final StructType SCHEMA =
      new StructType()
          .add("item_id", StringType)
          .add("dataset_id", LongType)
          .add("image_id", LongType)
          .add("outcome", StringType)
          .add("added", IntegerType)
          .add("removed", IntegerType)
          .add("conflicts", IntegerType)
          .add("message", StringType);

  private ReceiptRows() {}

  static Row write(PlannedChange planned, PublishOutcome outcome) {
    return RowFactory.create(
        planned.itemId(),
        planned.dataset().value(),
        planned.before().image().value(),
        outcome.word(),
        outcome.added(),
        outcome.removed(),
        outcome.conflicts(),
        outcome.message());
  }
}
