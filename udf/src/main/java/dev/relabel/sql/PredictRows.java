package dev.relabel.sql;

import dev.relabel.predict.ImageFetcher;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.predict.PredictionPipeline;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Rows with images to the same rows with labels: one pipeline per task. */
final class PredictRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final int image;
  private final ModelAddress address;
  private final PredictionSettings settings;
  private final HadoopSettings hadoop;

  /**
   * A task.
   *
   * @param image place of the column with the images
   */
  PredictRows(int image, ModelAddress address, PredictionSettings settings, HadoopSettings hadoop) {
    this.image = image;
    this.address = address;
    this.settings = settings;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    OpenModels.Share share = OpenModels.ofProcess().share(address, settings.ofTask(), hadoop);
    OpenModel model = share.model();
    PredictionPipeline<Row> pipeline =
        new PredictionPipeline<>(
            rows,
            new Images(image),
            model.model(),
            model.pipeline(),
            model.threads(),
            (stage, nanos) -> {});
    TaskContext.get()
        .addTaskCompletionListener(
            new TaskCompletionListener() {
              @Override
              public void onTaskCompletion(TaskContext context) {
                pipeline.close();
                share.close();
              }
            });
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pipeline.hasNext();
      }

      @Override
      public Row next() {
        return withLabels(pipeline.next(), model);
      }
    };
  }

  private static Row withLabels(Outcome<Row> outcome, OpenModel model) {
    Row row = outcome.item();
    @Nullable Object[] values = new Object[row.size() + 2];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    if (outcome instanceof Predicted<Row> predicted) {
      values[row.size()] = model.labels(predicted);
    } else if (outcome instanceof Rejected<Row> rejected && !rejected.cause().equals(Images.NULL)) {
      values[row.size() + 1] = OpenModel.problem(rejected);
    }
    return RowFactory.create(values);
  }

  /** The images of rows, which are there already. */
  private record Images(int column) implements ImageFetcher<Row> {
    /** The cause of images that are null, which is no problem. */
    static final String NULL = "null";

    /** Handing over costs nothing, so groups are for the pipeline's bookkeeping only. */
    private static final int GROUP = 16;

    @Override
    public int groupLimit() {
      return GROUP;
    }

    @Override
    public long knownBytes(Row row) {
      return row.isNullAt(column) ? 1 : bytes(row).length;
    }

    @Override
    public boolean mayShareCall(Row first, Row second) {
      return true;
    }

    @Override
    public List<Fetched> fetch(List<Row> rows) {
      return rows.stream().map(this::fetched).toList();
    }

    private Fetched fetched(Row row) {
      return row.isNullAt(column) ? new Missing(NULL, "") : new Bytes(bytes(row), 0, 0);
    }

    private byte[] bytes(Row row) {
      return (byte[]) row.get(column);
    }
  }
}
