package dev.relabel.sql;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_predict(image, model)}: what a model finds on an image, as {@link
 * LabelStruct#LIST}, best score first; null if an argument is null or the image cannot be predicted
 * ({@link TryPredictFunction} says why).
 *
 * <p>{@code image} is the bytes of a file, {@code model} the path or address of an ONNX file. All
 * rows that a process computes at the same time share one session on each device, and calls of it:
 * {@link dev.relabel.predict.SharedCalls} says how. A task has one row at a time, so batches have
 * at most as many images as a process has tasks, and half as many when all of them are busy; whole
 * tables are predicted in full batches by {@link RelabelFrames}. A model or a device that does not
 * work fails the query.
 */
public final class PredictFunction
    implements UDF2<@Nullable Object, @Nullable Object, @Nullable Row @Nullable []> {
  private static final long serialVersionUID = 1L;

  private final RowPredictor predictor;

  /** With the Hadoop settings of the active session. */
  public PredictFunction() {
    this(HadoopSettings.ofActiveSession());
  }

  PredictFunction(HadoopSettings hadoop) {
    this.predictor = new RowPredictor(hadoop);
  }

  @Override
  public Row @Nullable [] call(@Nullable Object image, @Nullable Object model) {
    RowPredictor.Answer answer = predictor.predict(image, model, null);
    return answer == null ? null : answer.labels();
  }
}
