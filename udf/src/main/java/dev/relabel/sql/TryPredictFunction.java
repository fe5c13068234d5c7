package dev.relabel.sql;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_try_predict(image, model)}: as {@link PredictFunction}, and why there are no
 * labels, as {@link #TYPE}; null if an argument is null.
 *
 * <table>
 * <caption>The fields</caption>
 * <tr><th>field</th><th>what it is</th></tr>
 * <tr><td>labels</td><td>as of {@code relabel_predict}</td></tr>
 * <tr><td>width, height</td><td>columns and rows of the upright image</td></tr>
 * <tr><td>problem</td><td>a short word, a colon and what is wrong, such as {@code
 * unreadable-image: …}; then the others are null. Null where nothing is wrong</td></tr>
 * </table>
 */
public final class TryPredictFunction
    implements UDF2<@Nullable Object, @Nullable Object, @Nullable Row> {
  private static final long serialVersionUID = 1L;

  /** The struct that the function returns. */
  public static final StructType TYPE =
      new StructType()
          .add("labels", LabelStruct.LIST)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("problem", StringType);

  private final RowPredictor predictor;

  /** With the Hadoop settings of the active session. */
  public TryPredictFunction() {
    this(HadoopSettings.ofActiveSession());
  }

  TryPredictFunction(HadoopSettings hadoop) {
    this.predictor = new RowPredictor(hadoop);
  }

  @Override
  public @Nullable Row call(@Nullable Object image, @Nullable Object model) {
    return row(predictor.predict(image, model, null));
  }

  static @Nullable Row row(RowPredictor.@Nullable Answer answer) {
    if (answer == null) {
      return null;
    }
    Outcome<String> outcome = answer.outcome();
    Predicted<String> predicted = outcome instanceof Predicted<String> some ? some : null;
    return RowFactory.create(
        answer.labels(),
        predicted == null ? null : predicted.width(),
        predicted == null ? null : predicted.height(),
        outcome instanceof Rejected<String> rejected ? OpenModel.problem(rejected) : null);
  }
}
