package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.platform.Platform;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.PipelineSettings;
import dev.relabel.predict.PredictionPipeline;
import dev.relabel.run.WorkItem;
import dev.relabel.run.WorkItemJson;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.sql.HadoopSettings;
import java.sql.Timestamp;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/** Lines of the plan to rows of the predictions table: one pipeline per task. */
final class PredictTask implements FlatMapFunction<Iterator<String>, Row> {
  private static final long serialVersionUID = 1L;

  /** Images under way per task: one bulk download being used, one under way, one to come. */
  private static final int READ_AHEAD = 160;

  /** Encoded bytes under way per task: four bulk downloads of large images. */
  private static final long READ_AHEAD_BYTES = 32L << 20;

  private final JobSettings settings;
  private final HadoopSettings hadoop;
  private final BusyTime busy;
  private final LongAccumulator progress;

  PredictTask(
      JobSettings settings, HadoopSettings hadoop, BusyTime busy, LongAccumulator progress) {
    this.settings = settings;
    this.hadoop = hadoop;
    this.busy = busy;
    this.progress = progress;
  }

  @Override
  public Iterator<Row> call(Iterator<String> lines) {
    ExecutorRuntime runtime = ExecutorRuntime.get();
    Model model = runtime.model(settings.model());
    int batchSize = settings.batchSize() > 0 ? settings.batchSize() : model.preferredBatchSize();
    WorkItemFetcher fetcher = fetcher();
    PredictionPipeline<WorkItem> pipeline =
        new PredictionPipeline<>(
            items(lines),
            fetcher,
            model,
            new PipelineSettings(
                batchSize,
                Math.max(4 * batchSize, READ_AHEAD),
                READ_AHEAD_BYTES,
                settings.maxPixels()),
            runtime.threads(settings.cores()),
            busy);
    TaskContext.get()
        .addTaskCompletionListener(
            new TaskCompletionListener() {
              @Override
              public void onTaskCompletion(TaskContext context) {
                pipeline.close();
                fetcher.close();
              }
            });
    PredictionRows rows = new PredictionRows(settings.runId(), model.card());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pipeline.hasNext();
      }

      @Override
      public Row next() {
        Outcome<WorkItem> outcome = pipeline.next();
        progress.add(1);
        runtime.countPredicted();
        return rows.write(outcome, new Timestamp(System.currentTimeMillis()));
      }
    };
  }

  private static Iterator<WorkItem> items(Iterator<String> lines) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public WorkItem next() {
        return WorkItemJson.read(lines.next());
      }
    };
  }

  private WorkItemFetcher fetcher() {
    Platform platform = settings.platform() == null ? null : settings.platform().open();
    return new WorkItemFetcher(platform, hadoop.configuration(), settings.maxPixels());
  }
}
