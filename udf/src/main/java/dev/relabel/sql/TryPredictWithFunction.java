package dev.relabel.sql;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_try_predict_with(image, model, settings)}: as {@link TryPredictFunction}, with the
 * settings of {@link PredictWithFunction}.
 */
public final class TryPredictWithFunction
    implements UDF3<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Row> {
  private static final long serialVersionUID = 1L;

  private final RowPredictor predictor;

  /** With the Hadoop settings of the active session. */
  public TryPredictWithFunction() {
    this(HadoopSettings.ofActiveSession());
  }

  TryPredictWithFunction(HadoopSettings hadoop) {
    this.predictor = new RowPredictor(hadoop);
  }

  @Override
  public @Nullable Row call(
      @Nullable Object image, @Nullable Object model, @Nullable Object settings) {
    return TryPredictFunction.row(predictor.predict(image, model, settings));
  }
}
