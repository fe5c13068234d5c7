package dev.relabel.client;

import dev.relabel.annotation.LabelClass;
import dev.relabel.deploy.Environment;
import dev.relabel.model.ModelCard;
import dev.relabel.platform.Platform;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.PipelineSettings;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.predict.PredictionPipeline;
import dev.relabel.publish.UploadMode;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.InputSelection.PlatformOrFiles;
import dev.relabel.stage.Progress;
import dev.relabel.track.TrackingSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A model that is open, with what it takes to predict. Safe for use by several threads. */
final class Opened implements AutoCloseable {
  /** Images under way: fewer than a task has, as the program around has work of its own. */
  private static final int READ_AHEAD = 64;

  private static final long READ_AHEAD_BYTES = 32L << 20;

  private final ModelVariants models;
  private final Environment environment;
  private final PipelineThreads threads;
  private final Sparks spark;
  private final Configuration hadoop = Environment.hadoop();
  private @Nullable Platform platform;
  private boolean isClosed;

  Opened(ModelVariants models, Environment environment, PipelineThreads threads, Sparks spark) {
    this.models = models;
    this.environment = environment;
    this.threads = threads;
    this.spark = spark;
  }

  ModelCard card() {
    return models.choice().card();
  }

  List<String> classNames() {
    return card().classes().stream().map(LabelClass::name).distinct().toList();
  }

  /** The platform, asked for when the first input is there. */
  private synchronized Platform platform() {
    models.requireOpen();
    if (platform == null) {
      platform = environment.platform().open(1);
    }
    return platform;
  }

  /** Gets images again. */
  ItemFetcher fetcher(long maxPixels) {
    Platform open;
    synchronized (this) {
      open = platform;
    }
    return new ItemFetcher(new WorkItemFetcher(open, hadoop, maxPixels));
  }

  /**
   * Predicts an input as a stream: nothing is read before it is asked for.
   *
   * @param progress told how much there is, if that is known, and how far an upload is
   * @throws RuntimeException if model, settings or input cannot be used
   */
  Predictions predict(Input input, CallOptions options, Progress progress) {
    return options.isOnSpark() ? onSpark(input, options, progress) : here(input, options, progress);
  }

  private Predictions onSpark(Input input, CallOptions options, Progress progress) {
    models.requireOpen();
    Optional<InputSelection> selection =
        input.parts().size() == 1
            ? ItemListing.selection(input.parts().get(0), options)
            : Optional.empty();
    boolean isOnPlatform = selection.map(InputSelection::isOnPlatform).orElse(false);
    boolean isPossible =
        options.upload().isEmpty() || isOnPlatform || options.upload().get() == UploadMode.CREATE;
    if (selection.isEmpty() || !isPossible) {
      throw new IllegalArgumentException(refusal(input, options));
    }
    boolean needsPlatform = isOnPlatform || options.upload().isPresent();
    if (needsPlatform) {
      platform(); // predictions fetch their images again from there
    }
    SparkRun run =
        SparkRun.start(
            spark.session(options.upload().isPresent()),
            models.choice(options.settings()),
            SparkRun.request(
                selection.get(),
                needsPlatform ? Optional.of(environment.platform()) : Optional.empty(),
                environment.workspace(),
                options),
            progress,
            (outcome, problem) -> new Prediction(outcome, problem, this, options.maxPixels()));
    return new Predictions(run, run::stop, run::close);
  }

  private static String refusal(Input input, CallOptions options) {
    return options.upload().isEmpty()
        ? "Spark predicts files, or one project, or datasets, images or videos of the platform, not %s: leave onSpark() out"
            .formatted(input)
        : "Labels are uploaded for one project, or for datasets, images or videos of one, and files with CREATE to a new one, not for %s: %s"
            .formatted(input, "files and images in memory have no annotation on the platform");
  }

  private Predictions here(Input input, CallOptions options, Progress progress) {
    boolean needsPlatform = ItemListing.needsPlatform(input);
    PlatformOrFiles from =
        new PlatformOrFiles(
            needsPlatform ? platform() : null,
            needsPlatform ? environment.platform().kind() : "",
            hadoop,
            options.maxPixels());
    Optional<TrackingSettings> tracker = options.tracker();
    ItemListing items = new ItemListing(input, options, from);
    ModelVariants.Lent lent = models.lend(options.settings());
    ItemFetcher fetcher = fetcher(options.maxPixels());
    items.size().ifPresent(size -> progress.predicted(0, size));
    int batch = options.batchSize() > 0 ? options.batchSize() : lent.model().preferredBatchSize();
    PredictionPipeline<Item> pipeline =
        new PredictionPipeline<>(
            items,
            fetcher,
            lent.model(),
            new PipelineSettings(
                batch, Math.max(4 * batch, READ_AHEAD), READ_AHEAD_BYTES, options.maxPixels()),
            threads,
            (stage, nanos) -> {});
    return new Predictions(
        predictions(tracked(pipeline, tracker), options.maxPixels()),
        () -> {},
        () -> {
          pipeline.close();
          fetcher.close();
          if (lent.isOwn()) {
            lent.model().close();
          }
        });
  }

  private static Iterator<Outcome<Item>> tracked(
      Iterator<Outcome<Item>> outcomes, Optional<TrackingSettings> tracker) {
    return tracker
        .<Iterator<Outcome<Item>>>map(settings -> new TrackedOutcomes(outcomes, settings))
        .orElse(outcomes);
  }

  private Iterator<Prediction> predictions(Iterator<Outcome<Item>> outcomes, long maxPixels) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return outcomes.hasNext();
      }

      @Override
      public Prediction next() {
        return new Prediction(outcomes.next(), Optional.empty(), Opened.this, maxPixels);
      }
    };
  }

  @Override
  public synchronized void close() {
    models.close();
    if (platform != null && !isClosed) {
      platform.close();
    }
    isClosed = true;
  }
}
