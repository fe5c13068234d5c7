package dev.relabel.stage;

import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the waves through their steps: publishing a wave runs beside predicting later ones, and is
 * never waited for before all are predicted, so that devices stay busy.
 */
final class WaveLoop {
  private static final Logger LOG = LoggerFactory.getLogger(WaveLoop.class);

  private static final String POOL = "spark.scheduler.pool";

  private final SparkSession spark;
  private final RunJobs jobs;
  private final RunDirectory run;
  private final Marker plan;
  private final Progress progress;

  WaveLoop(SparkSession spark, RunJobs jobs, RunDirectory run, Marker plan, Progress progress) {
    this.spark = spark;
    this.jobs = jobs;
    this.run = run;
    this.plan = plan;
    this.progress = progress;
  }

  void run(
      Function<LongAccumulator, PredictStage> predictStage,
      Optional<WaveStep> publish,
      Totals totals) {
    LongAccumulator counter = spark.sparkContext().longAccumulator("images predicted");
    PredictStage predict = predictStage.apply(counter);
    ExecutorService publisher = Executors.newSingleThreadExecutor(daemon("relabel-publish"));
    ScheduledExecutorService ticker =
        Executors.newSingleThreadScheduledExecutor(daemon("relabel-progress"));
    ArrayDeque<CompletableFuture<?>> publishing = new ArrayDeque<>();
    long waveSize = plan.count("waveSize");
    LongSupplier done = done(counter);
    long[] before = {0};
    ScheduledFuture<?> ticking =
        ticker.scheduleAtFixedRate(
            () ->
                progress.predicted(
                    Math.min(plan.count("items"), before[0] + done.getAsLong()),
                    plan.count("items")),
            1,
            1,
            TimeUnit.SECONDS);
    try {
      for (int wave = 0; wave < plan.count("waves"); wave++) {
        int number = wave;
        Optional<Marker> earlier = run.marker(Step.PREDICTIONS, wave);
        boolean published = publish.isEmpty() || publish.get().isDone(wave);
        if (earlier.isPresent()) {
          totals.predicted(earlier.get(), Totals.Done.EARLIER);
          before[0] += earlier.get().count("images") + earlier.get().count("quarantined");
          if (published) {
            totals.skipped(earlier.get());
          }
        } else {
          long items = Math.min(waveSize, plan.count("items") - wave * waveSize);
          totals.predicted(
              inPool("predict", () -> predict.predict(number, items)), Totals.Done.NOW);
        }
        publish.ifPresent(
            stage ->
                publishing.add(
                    CompletableFuture.runAsync(
                        () -> {
                          totals.published(inPool("publish", () -> stage.run(number)));
                          progress.finished(number);
                        },
                        publisher)));
        dropFinished(publishing);
        if (publish.isEmpty()) {
          progress.finished(number);
        }
      }
      progress.predicted(plan.count("items"), plan.count("items"));
      while (!publishing.isEmpty()) {
        join(publishing.remove());
      }
    } finally {
      ticking.cancel(false);
      ticker.shutdownNow();
      publisher.shutdownNow();
      if (!publishing.isEmpty()) { // something failed, and a wave is being written beside it
        jobs.endRunning();
        awaitEnd(publisher);
      }
    }
  }

  /** The lease is given back afterwards, when nothing writes any more. */
  private static void awaitEnd(ExecutorService publisher) {
    try {
      if (!publisher.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("A wave is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Jobs of one pool take turns; those of two share the cores (with the scheduler mode FAIR). */
  private <T> T inPool(String pool, Supplier<T> work) {
    jobs.requireWanted();
    SparkContext context = spark.sparkContext();
    String callers = context.getLocalProperty(POOL);
    context.setLocalProperty(POOL, pool);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(POOL, callers);
    }
  }

  /**
   * How many images this invocation has predicted. Spark tells of a task's progress only at its
   * end; in local mode the tasks run in this process and can be asked.
   */
  private LongSupplier done(LongAccumulator counter) {
    if (!spark.sparkContext().isLocal()) {
      return counter::value;
    }
    long start = ExecutorRuntime.get().predicted();
    return () -> ExecutorRuntime.get().predicted() - start;
  }

  /** A failed publish stops the run before more is predicted. */
  private static void dropFinished(ArrayDeque<CompletableFuture<?>> publishing) {
    while (!publishing.isEmpty() && publishing.peek().isDone()) {
      join(publishing.remove());
    }
  }

  private static void join(CompletableFuture<?> wave) {
    try {
      wave.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
