package dev.relabel.sql;

import dev.relabel.model.ModelException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of whole tables, with full batches.
 *
 * <p>Each task decodes ahead of the device on all cores and gives the model whole batches, as the
 * command {@code relabel run} does, however few tasks there are. The SQL functions, which Spark
 * calls row by row, have no more images at once than a process has tasks.
 */
public final class RelabelFrames {
  /** The column with what was found. */
  public static final String LABELS = "labels";

  /** The column that says why there are no labels. */
  public static final String PROBLEM = "problem";

  private RelabelFrames() {}

  /**
   * The rows of a table with two more columns: {@code labels}, {@link LabelStruct#LIST}, best score
   * first, and {@code problem}, why there are none: a short word, a colon and what is wrong, such
   * as {@code unreadable-image: …}. Both are null where the image is. Nothing is computed before
   * somebody asks for rows, and then whatever they ask for.
   *
   * @param df a table without columns of these names
   * @param column its column of images, {@code BINARY}: the bytes of files
   * @param model path or address of an ONNX file that every machine can read, as of {@code
   *     relabel_predict}
   * @param settings those of {@code relabel_predict_with}; null or empty sets nothing
   * @throws IllegalArgumentException if the table has no such column, or columns that are in the
   *     way
   * @throws ModelException if the settings are wrong; what is wrong with the model shows when rows
   *     are asked for
   */
  public static Dataset<Row> predict(
      Dataset<Row> df, String column, String model, @Nullable String settings) {
    StructType schema = df.schema();
    int image = indexOf(schema, column);
    if (image < 0 || !schema.fields()[image].dataType().equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          "The table has no column '%s' of BINARY, the bytes of image files; it has %s"
              .formatted(column, schema.simpleString()));
    }
    for (String added : new String[] {LABELS, PROBLEM}) {
      if (indexOf(schema, added) >= 0) {
        throw new IllegalArgumentException(
            "The table has a column '%s' already; rename it or leave it out".formatted(added));
      }
    }
    StructType result =
        schema.add(LABELS, LabelStruct.LIST, true).add(PROBLEM, DataTypes.StringType, true);
    return df.mapPartitions(
        new PredictRows(
            image,
            new ModelAddress(model),
            PredictionSettings.parse(settings),
            new HadoopSettings(df.sparkSession().sparkContext().hadoopConfiguration())),
        Encoders.row(result));
  }

  /** The place of a column, as SQL finds it: by its name in any case; -1 if there is none. */
  private static int indexOf(StructType schema, String column) {
    return Arrays.stream(schema.fieldNames())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList()
        .indexOf(column.toLowerCase(Locale.ROOT));
  }
}
