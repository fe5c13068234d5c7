package dev.relabel.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.relabel.export.SafePath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Gives each image of a run a name under which its files can lie in one folder: its own where that
 * is possible, and one with a part of its item's hash where two images would share a file.
 *
 * <p>The same image has the same name whenever the run is exported. Names are compared in Spark,
 * whatever their number.
 */
final class FileNames {
  private static final String NAME = "export_name";
  private static final String PATH = "export_path";
  private static final String TAKEN = "taken_path";

  private FileNames() {}

  /**
   * The rows of predictions with their names.
   *
   * @param pathOf which file belongs to a name; images share a file if it is the same but for the
   *     case of its letters, as some file systems do not tell these apart
   */
  static Dataset<Row> add(Dataset<Row> rows, UDF1<String, String> pathOf) {
    Dataset<Row> named =
        rows.withColumn(
                NAME,
                // A frame is called after its video and number, which is no name of an image yet.
                when(col("frame_index").isNull(), safe(col("name")))
                    .otherwise(concat(safe(col("name")), lit(".jpg"))))
            .withColumn(PATH, lower(udf(pathOf, DataTypes.StringType).apply(col(NAME))));
    Dataset<Row> taken =
        named
            .select(PATH)
            .groupBy(PATH)
            .count()
            .filter(col("count").gt(1))
            .select(col(PATH).as(TAKEN));
    return named
        .join(taken, col(PATH).equalTo(col(TAKEN)), "left_outer")
        .withColumn(
            NAME,
            when(col(TAKEN).isNotNull().or(col(NAME).rlike(SafePath.UNIQUE)), unique())
                .otherwise(col(NAME)))
        .drop(PATH, TAKEN);
  }

  private static Column unique() {
    UDF2<String, String, String> unique = SafePath::unique;
    return udf(unique, DataTypes.StringType).apply(col(NAME), col("item_id"));
  }

  private static Column safe(Column name) {
    UDF1<String, String> safe = SafePath::of;
    return udf(safe, DataTypes.StringType).apply(name);
  }

  /** The name in such a row. */
  static String of(Row row) {
    return row.getAs(NAME);
  }
}
