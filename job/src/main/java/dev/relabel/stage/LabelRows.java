package dev.relabel.stage;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Tag;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.sql.LabelStruct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Labels as rows of the tables of runs: predicted ones, and those on a platform. */
final class LabelRows {
  private static final StructType TAG =
      new StructType().add("name", StringType).add("number", DoubleType).add("text", StringType);

  /** The struct of a predicted label: the lake schema's {@code labels} element. */
  static final StructType PREDICTED = LabelStruct.SCHEMA;

  /** The struct of a label on a platform. */
  static final StructType ON_PLATFORM =
      PREDICTED
          .add("origin", StringType)
          .add("tags", DataTypes.createArrayType(TAG, false))
          .add("figure_id", StringType);

  private static final int PREDICTED_FIELDS = PREDICTED.size();

  private LabelRows() {}

  static DataType listOf(StructType element) {
    return DataTypes.createArrayType(element, false);
  }

  /** A predicted label; the index is null where the model does not number its classes. */
  static Row write(Label label, @Nullable Integer classIndex) {
    return LabelStruct.write(label, classIndex);
  }

  static Row write(PlatformLabel platformLabel) {
    Label label = platformLabel.label();
    Object[] values = Arrays.copyOf(LabelStruct.values(label, null), PREDICTED_FIELDS + 3);
    values[PREDICTED_FIELDS] = label.origin().name().toLowerCase(Locale.ROOT);
    values[PREDICTED_FIELDS + 1] =
        label.tags().stream()
            .map(
                tag ->
                    RowFactory.create(
                        tag.name(),
                        tag.value() instanceof Double number ? number : null,
                        tag.value() instanceof String text ? text : null))
            .toArray(Row[]::new);
    values[PREDICTED_FIELDS + 2] = platformLabel.id().map(FigureId::stored).orElse(null);
    return RowFactory.create(values);
  }

  /** The same label with another track. */
  static Row withTrack(Row label, OptionalLong track) {
    return LabelStruct.withTrack(label, track);
  }

  static Label readPredicted(Row row) {
    return LabelStruct.read(row);
  }

  static PlatformLabel readOnPlatform(Row row) {
    List<Tag> tags = new ArrayList<>();
    for (Row tag : row.<Row>getList(row.fieldIndex("tags"))) {
      tags.add(new Tag(tag.getString(0), tag.isNullAt(1) ? tag.get(2) : tag.get(1)));
    }
    Origin origin = Origin.valueOf(row.<String>getAs("origin").toUpperCase(Locale.ROOT));
    String id = row.getAs("figure_id");
    return new PlatformLabel(
        Optional.ofNullable(id).map(FigureId::ofStored), LabelStruct.read(row, tags, origin));
  }
}
