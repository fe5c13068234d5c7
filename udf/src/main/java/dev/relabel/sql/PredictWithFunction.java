package dev.relabel.sql;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_predict_with(image, model, settings)}: as {@link PredictFunction}, with settings:
 * a JSON object or a YAML mapping, such as {@code '{"confidence": 0.4}'}. Beside those of the model
 * there are {@code device}, {@code batch_size} and {@code max_pixels}. Null sets nothing.
 */
public final class PredictWithFunction
    implements UDF3<
        @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Row @Nullable []> {
  private static final long serialVersionUID = 1L;

  private final RowPredictor predictor;

  /** With the Hadoop settings of the active session. */
  public PredictWithFunction() {
    this(HadoopSettings.ofActiveSession());
  }

  PredictWithFunction(HadoopSettings hadoop) {
    this.predictor = new RowPredictor(hadoop);
  }

  @Override
  public Row @Nullable [] call(
      @Nullable Object image, @Nullable Object model, @Nullable Object settings) {
    RowPredictor.Answer answer = predictor.predict(image, model, settings);
    return answer == null ? null : answer.labels();
  }
}
