package dev.relabel.client;

import dev.relabel.platform.PlatformConnection;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.Outcome.Predicted;
import dev.relabel.predict.Outcome.Rejected;
import dev.relabel.publish.MergeSettings;
import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.KnownFailures;
import dev.relabel.stage.ModelChoice;
import dev.relabel.stage.Progress;
import dev.relabel.stage.RelabelJob;
import dev.relabel.stage.RunPredictions;
import dev.relabel.stage.RunRequest;
import dev.relabel.stage.RunSummary;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.apache.spark.sql.SparkSession;

/**
 * One run on Spark, which may write to the platform. Its predictions are read from its tables, wave
 * by wave as these are finished. Confined to one thread, but for {@link #stop}.
 */
final class SparkRun implements Iterator<Prediction>, AutoCloseable {
  /** How long a wave that is written may lie until it is looked for. */
  private static final long LOOK_MILLIS = 500;

  private final RelabelJob job;
  private final RunRequest request;
  private final RunPredictions written;
  private final BiFunction<Outcome<Item>, Optional<String>, Prediction> made;
  private final CompletableFuture<RunSummary> end = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean isStopped;
  private boolean isRead;

  private SparkRun(
      SparkSession spark,
      ModelChoice model,
      RunRequest request,
      Progress progress,
      BiFunction<Outcome<Item>, Optional<String>, Prediction> made) {
    this.written = new RunPredictions(spark, request.runDirectory());
    this.job = new RelabelJob(spark, request, () -> model, heard(progress), Clock.systemUTC());
    this.request = request;
    this.made = made;
    this.thread = new Thread(this::work, "relabel-run");
    thread.setDaemon(true);
  }

  static RunRequest request(
      InputSelection selection,
      Optional<PlatformConnection> connection,
      OptionalLong workspace,
      CallOptions options) {
    return new RunRequest(
        selection,
        options.batchSize(),
        options.tracker(),
        options.maxPixels(),
        connection,
        options.upload(),
        workspace,
        MergeSettings.from(options.settings()),
        RunRequest.Writing.AT_ONCE,
        Optional.ofNullable(options.run().directory()).orElseGet(SparkRun::newDirectory),
        options.run().waveSize(),
        options.upload().isPresent() ? FailureLimit.DEFAULT : FailureLimit.NONE,
        List.of());
  }

  /** Several may begin in one millisecond. */
  private static String newDirectory() {
    return "%s-%s"
        .formatted(
            RunRequest.newRunDirectory(Clock.systemUTC()),
            UUID.randomUUID().toString().substring(0, 8));
  }

  /**
   * Begins it.
   *
   * @param made makes a prediction of an outcome and of what went wrong when it was written
   */
  static SparkRun start(
      SparkSession spark,
      ModelChoice model,
      RunRequest request,
      Progress progress,
      BiFunction<Outcome<Item>, Optional<String>, Prediction> made) {
    SparkRun upload = new SparkRun(spark, model, request, progress, made);
    upload.thread.start();
    return upload;
  }

  /**
   * What the directory holds is told only once this job has seen to it that it is as it should be.
   */
  private Progress heard(Progress progress) {
    return new Progress() {
      @Override
      public void note(String line) {
        progress.note(line);
      }

      @Override
      public void predicted(long done, long total) {
        progress.predicted(done, total);
      }

      @Override
      public void finished(int wave) {
        written.ready(wave + 1);
      }
    };
  }

  private void work() {
    try {
      end.complete(job.run());
    } catch (Throwable failed) { // Spark's own are checked and not declared
      end.completeExceptionally(failed);
    }
  }

  /**
   * Waits for the next wave if need be.
   *
   * @throws RuntimeException after all that was written, if the run has failed or too many of its
   *     images have
   */
  @Override
  public boolean hasNext() {
    while (!written.hasNext()) {
      if (end.isDone() && isRead) {
        requireGoodEnd();
        return false;
      }
      isRead = end.isDone(); // a last look at the tables follows
      awaitEnd();
    }
    return true;
  }

  private void awaitEnd() {
    if (isStopped) {
      job.cancel(); // a Spark job may have begun since
    }
    try {
      end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException notYetOrTold) {
      // The former goes on; the latter is for requireGoodEnd.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictionException("Interrupted while waiting for the run", e);
    }
  }

  private void requireGoodEnd() {
    RunSummary summary;
    try {
      summary = end.join();
    } catch (CompletionException failed) {
      if (isStopped) { // as was asked for; what else it was is told when the run is continued
        return;
      }
      throw KnownFailures.in(failed)
          .orElseGet(
              () -> new PredictionException("The run ended with " + failed.getCause(), failed));
    }
    if (!summary.isWithin(request.maxFailures())) {
      throw new RunException(
          "%s of %s images could not be predicted or written; the run in %s says why"
              .formatted(summary.failures(), summary.items(), summary.runDirectory()),
          null);
    }
  }

  @Override
  public Prediction next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RunPredictions.Written next = written.next();
    return made.apply(item(next.outcome()), next.problem());
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

  /** Ends the work; the same run directory continues it. */
  void stop() {
    isStopped = true;
    job.cancel();
  }

  /** Ends the work and waits for that: nothing is written to the platform any more. */
  @Override
  public void close() {
    stop();
    boolean isInterrupted = Thread.interrupted();
    while (!end.isDone()) {
      try {
        awaitEnd();
      } catch (PredictionException interrupted) {
        isInterrupted = Thread.interrupted();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
