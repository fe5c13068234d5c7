package dev.relabel.sql;

import dev.relabel.predict.Outcome;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the image of one row, for the functions that do. Spark runs each task with a copy of its
 * own.
 */
final class RowPredictor implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;
  private transient @Nullable TaskModels models;

  RowPredictor(HadoopSettings hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * What became of an image.
   *
   * @param outcome its labels, or why there are none
   * @param labels an array of {@link LabelStruct#SCHEMA}; null if there are none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to Spark, which turns it into its own form
  record Answer(Outcome<String> outcome, Row @Nullable [] labels) {}

  /**
   * Predicts.
   *
   * @param image null gives null
   * @param model null gives null
   * @param settings null sets nothing
   */
  @Nullable Answer predict(
      @Nullable Object image, @Nullable Object model, @Nullable Object settings) {
    if (image == null || model == null) {
      return null;
    }
    byte[] bytes = Arguments.image(image);
    String address = Arguments.of("model", model, String.class, "a text");
    String text =
        settings == null ? null : Arguments.of("settings", settings, String.class, "a text");
    TaskContext task = TaskContext.get();
    if (task != null) {
      return predict(bytes, ofTask(task).model(address, text));
    }
    // Spark computes a few constant rows on the driver, outside of any task.
    try (OpenModels.Share share = TaskModels.share(OpenModels.ofProcess(), address, text, hadoop)) {
      return predict(bytes, share.model());
    }
  }

  private synchronized TaskModels ofTask(TaskContext task) {
    TaskModels known = models;
    if (known == null || !known.areOf(task)) {
      known = TaskModels.of(task, OpenModels.ofProcess(), hadoop);
      models = known;
    }
    return known;
  }

  private static Answer predict(byte[] image, OpenModel model) {
    Outcome<String> outcome = model.predict(image);
    return new Answer(
        outcome,
        outcome instanceof Outcome.Predicted<String> predicted ? model.labels(predicted) : null);
  }
}
