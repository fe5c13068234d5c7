package dev.relabel.sql;

import dev.relabel.model.Model;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.predict.PipelineSettings;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.predict.SharedCalls;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;

/** A model that is open for SQL, with all that its users share. Safe for use by several threads. */
final class OpenModel implements AutoCloseable {
  /** Rows under way in a task that predicts a table: a few batches of any usual size. */
  private static final int READ_AHEAD = 160;

  /** Encoded bytes under way in such a task. */
  private static final long READ_AHEAD_BYTES = 32L << 20;

  private final Model model;
  private final PredictionSettings settings;
  private final PipelineThreads threads;
  private final Runnable afterClose;
  private final SharedCalls calls;
  private final Map<String, Integer> classIndexes = new HashMap<>();

  OpenModel(
      Model model, PredictionSettings settings, PipelineThreads threads, Runnable afterClose) {
    this.model = model;
    this.settings = settings;
    this.threads = threads;
    this.afterClose = afterClose;
    this.calls = new SharedCalls(model, sharedBatchSize(), settings.maxPixels(), threads);
    for (int i = 0; i < model.card().classes().size(); i++) {
      classIndexes.putIfAbsent(model.card().classes().get(i).name(), i);
    }
  }

  private int batchSize() {
    return settings.batchSize() > 0 ? settings.batchSize() : model.preferredBatchSize();
  }

  /**
   * On a processor a larger batch than the graph wants only keeps rows from running side by side.
   */
  private int sharedBatchSize() {
    return model.infersOnCaller() ? Math.min(batchSize(), model.preferredBatchSize()) : batchSize();
  }

  Model model() {
    return model;
  }

  PipelineThreads threads() {
    return threads;
  }

  /** Calls for single images. */
  SharedCalls calls() {
    return calls;
  }

  /** Limits of a task that predicts many. */
  PipelineSettings pipeline() {
    return new PipelineSettings(
        batchSize(), Math.max(4 * batchSize(), READ_AHEAD), READ_AHEAD_BYTES, settings.maxPixels());
  }

  /** The labels as an array of {@link LabelStruct#SCHEMA}. */
  Row[] labels(Predicted<?> predicted) {
    return predicted.labels().stream()
        .map(label -> LabelStruct.write(label, classIndexes.get(label.className())))
        .toArray(Row[]::new);
  }

  /** What a column {@code problem} says of an image without labels. */
  static String problem(Rejected<?> rejected) {
    return rejected.cause() + ": " + rejected.message();
  }

  /** Predicts one image; see {@link SharedCalls}. */
  Outcome<String> predict(byte[] image) {
    return calls.predict("", image);
  }

  @Override
  public void close() {
    model.close();
    afterClose.run();
  }
}
