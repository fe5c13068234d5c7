package dev.relabel.client;

import dev.relabel.platform.PlatformConnection;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.ModelChoice;
import dev.relabel.stage.Progress;
import dev.relabel.stage.RelabelJob;
import dev.relabel.stage.RunPredictions;
import dev.relabel.stage.RunRequest;
import dev.relabel.stage.RunSummary;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** One run on Spark that writes to the platform; its predictions are read from its tables. */
final class Uploading {
  private static final int WAVE_SIZE = 10_000;

  private Uploading() {}

  /** Runs it to its end. */
  static Iterator<Outcome<Item>> run(
      SparkSession spark,
      ModelChoice model,
      InputSelection selection,
      PlatformConnection connection,
      UploadMode mode,
      Options options) {
    String directory =
        options.runDirectory().orElseGet(() -> RunRequest.newRunDirectory(Clock.systemUTC()));
    RunRequest request =
        new RunRequest(
            selection,
            options.batchSize(),
            options.maxPixels(),
            Optional.of(connection),
            Optional.of(mode),
            MergeSettings.from(options.settings()),
            RunRequest.Writing.AT_ONCE,
            directory,
            WAVE_SIZE,
            FailureLimit.DEFAULT,
            List.of());
    RunSummary summary =
        new RelabelJob(spark, request, () -> model, new Quiet(), Clock.systemUTC()).run();
    long failed = summary.quarantined() + summary.unknown();
    if (!request.maxFailures().allows(failed, summary.images() + summary.quarantined())) {
      throw new RunException(
          "%s of %s images could not be predicted or written; the run in %s says why"
              .formatted(failed, summary.images() + summary.quarantined(), summary.runDirectory()),
          null);
    }
    RunPredictions written = new RunPredictions(spark, directory);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return written.hasNext();
      }

      @Override
      public Outcome<Item> next() {
        return item(written.next());
      }
    };
  }

  private static Outcome<Item> item(Outcome<WorkItem> outcome) {
    Item item = new Item.Elsewhere(outcome.item());
    if (outcome instanceof Predicted<WorkItem> some) {
      return new Predicted<>(
          item, some.width(), some.height(), some.contentSha256(), some.labels());
    }
    Rejected<WorkItem> some = (Rejected<WorkItem>) outcome;
    return new Rejected<>(item, some.cause(), some.message());
  }

  /** A run's lines have no reader here. */
  private static final class Quiet implements Progress {
    @Override
    public void note(String line) {}

    @Override
    public void predicted(long done, long total) {}
  }
}
