package dev.relabel.client;

import dev.relabel.annotation.LabelClass;
import dev.relabel.deploy.ConnectedModel;
import dev.relabel.deploy.Environment;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.platform.Platform;
import dev.relabel.predict.Outcome;
import dev.relabel.predict.PipelineSettings;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.predict.PredictionPipeline;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.WorkItem;
import dev.relabel.serving.ServedModel;
import dev.relabel.serving.ServedSettings;
import dev.relabel.source.FileSource;
import dev.relabel.source.PlatformSource;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.InputSelection.PlatformOrFiles;
import dev.relabel.stage.ModelChoice;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A model that is open, with what it takes to predict. Safe for use by several threads.
 *
 * <p>Calls with settings of their own open the model's graph only once: what is kept for each set
 * of settings is small.
 */
final class Opened implements AutoCloseable {
  /** More sets of settings than anybody uses side by side; further ones are opened each time. */
  private static final int MOST_KEPT = 16;

  /** Images under way: fewer than a task has, as the program around has work of its own. */
  private static final int READ_AHEAD = 64;

  private static final long READ_AHEAD_BYTES = 32L << 20;

  private final ModelChoice choice;
  private final Environment environment;
  private final DeviceSessions sessions;
  private final PipelineThreads threads;
  private final Sparks spark;
  private final Configuration hadoop = Environment.hadoop();
  private final Map<Map<String, Object>, dev.relabel.model.Model> kept = new LinkedHashMap<>();
  private @Nullable Platform platform;
  private boolean isClosed;

  Opened(
      ModelChoice choice,
      Environment environment,
      DeviceSessions sessions,
      PipelineThreads threads,
      Sparks spark) {
    this.choice = choice;
    this.environment = environment;
    this.sessions = sessions;
    this.threads = threads;
    this.spark = spark;
  }

  ModelChoice choice() {
    return choice;
  }

  List<String> classNames() {
    return choice.card().classes().stream().map(LabelClass::name).distinct().toList();
  }

  /** A model with these settings, and whether its user has to close it. */
  private record Lent(dev.relabel.model.Model model, boolean isOwn) {}

  private synchronized Lent model(Map<String, Object> settings) {
    requireOpen();
    dev.relabel.model.Model known = kept.get(settings);
    if (known != null) {
      return new Lent(known, false);
    }
    dev.relabel.model.Model fresh = open(settings);
    if (kept.size() < MOST_KEPT) {
      kept.put(settings, fresh);
      return new Lent(fresh, false);
    }
    return new Lent(fresh, true);
  }

  private dev.relabel.model.Model open(Map<String, Object> settings) {
    if (choice instanceof ModelChoice.OfFile file) {
      return Models.open(
          file.file(), file.device(), file.options(), inForce(file, settings), sessions);
    }
    ModelChoice.OnServer server = (ModelChoice.OnServer) choice;
    return ServedModel.open(server.connection().open(), inForce(server, settings));
  }

  private static ModelSettings inForce(ModelChoice.OfFile file, Map<String, Object> settings) {
    return ModelSettings.of(settings).orElse(file.settings());
  }

  private static ServedSettings inForce(ModelChoice.OnServer server, Map<String, Object> settings) {
    Map<String, Object> all = new LinkedHashMap<>(server.settings().servers());
    all.putAll(server.settings().ours().toMap());
    all.putAll(settings);
    return ServedSettings.of(all);
  }

  /** The model with a call's settings, for a run. */
  private ModelChoice choice(Map<String, Object> settings) {
    if (choice instanceof ModelChoice.OfFile file) {
      ModelSettings inForce = inForce(file, settings);
      return new ModelChoice.OfFile(
          file.file(),
          Models.inspect(file.file(), inForce),
          inForce,
          file.device(),
          file.options());
    }
    ModelChoice.OnServer server = (ModelChoice.OnServer) choice;
    return ConnectedModel.open(server.connection(), inForce(server, settings));
  }

  /** The model's part of a call's settings. */
  private static Map<String, Object> ofModel(Options options) {
    Map<String, Object> settings = new LinkedHashMap<>(options.settings());
    settings.keySet().removeAll(MergeSettings.KEYS);
    return settings;
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("The model is closed");
    }
  }

  /** The platform, asked for when the first input is there. */
  private synchronized Platform platform() {
    requireOpen();
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
   * @throws RuntimeException if model, settings or input cannot be used
   */
  Predictions predict(Input input, Options options) {
    return options.upload().isPresent()
        ? upload(input, options, options.upload().get())
        : here(input, options);
  }

  private Predictions upload(Input input, Options options, UploadMode mode) {
    Optional<InputSelection> selection =
        input.parts().size() == 1 ? selection(input.parts().get(0), options) : Optional.empty();
    if (selection.isEmpty() || !selection.get().isOnPlatform()) {
      throw new IllegalArgumentException(
          "Labels are uploaded for one project, or for datasets or images of one, not for %s: %s"
              .formatted(input, "files and images in memory have no annotation on the platform"));
    }
    platform(); // predictions fetch their images again from there
    Iterator<Outcome<Item>> written =
        Uploading.run(
            spark.session(),
            choice(ofModel(options)),
            selection.get(),
            environment.platform(),
            mode,
            options);
    return new Predictions(
        written, outcome -> new Prediction(outcome, this, options.maxPixels()), () -> {});
  }

  private Predictions here(Input input, Options options) {
    boolean needsPlatform = input.parts().stream().anyMatch(Opened::isOnPlatform);
    PlatformOrFiles from =
        new PlatformOrFiles(
            needsPlatform ? platform() : null,
            needsPlatform ? environment.platform().kind() : "",
            hadoop,
            options.maxPixels());
    Lent lent = model(ofModel(options));
    ItemFetcher fetcher = fetcher(options.maxPixels());
    int batch = options.batchSize() > 0 ? options.batchSize() : lent.model().preferredBatchSize();
    PredictionPipeline<Item> pipeline =
        new PredictionPipeline<>(
            new Items(input, options, from),
            fetcher,
            lent.model(),
            new PipelineSettings(
                batch, Math.max(4 * batch, READ_AHEAD), READ_AHEAD_BYTES, options.maxPixels()),
            threads,
            (stage, nanos) -> {});
    return new Predictions(
        pipeline,
        outcome -> new Prediction(outcome, this, options.maxPixels()),
        () -> {
          pipeline.close();
          fetcher.close();
          if (lent.isOwn()) {
            lent.model().close();
          }
        });
  }

  private static boolean isOnPlatform(Input.Part part) {
    return selection(part, Options.DEFAULT).filter(InputSelection::isOnPlatform).isPresent();
  }

  /** What a part stands for elsewhere; empty for images in memory. */
  private static Optional<InputSelection> selection(Input.Part part, Options options) {
    if (part instanceof Input.Files files) {
      return Optional.of(
          new InputSelection.Files(
              files.names(),
              options.isRecursive() ? FileSource.Depth.RECURSIVE : FileSource.Depth.THIS_FOLDER,
              options.frames()));
    }
    if (part instanceof Input.Project project) {
      return Optional.of(new InputSelection.Project(project.id()));
    }
    if (part instanceof Input.Datasets datasets) {
      return Optional.of(
          new InputSelection.Datasets(
              datasets.ids(),
              options.isRecursive()
                  ? PlatformSource.Nested.INCLUDED
                  : PlatformSource.Nested.LEFT_OUT));
    }
    return part instanceof Input.Images images
        ? Optional.of(new InputSelection.Images(images.ids()))
        : Optional.empty();
  }

  /** The items of all parts, each listed when its turn comes. Confined to one thread. */
  private static final class Items implements Iterator<Item> {
    private final Input input;
    private final Options options;
    private final PlatformOrFiles from;
    private int part;
    private Iterator<WorkItem> listing = Collections.emptyIterator();
    private Item.@Nullable InMemory inMemory;

    Items(Input input, Options options, PlatformOrFiles from) {
      this.input = input;
      this.options = options;
      this.from = from;
    }

    @Override
    public boolean hasNext() {
      while (inMemory == null && !listing.hasNext() && part < input.parts().size()) {
        Input.Part next = input.parts().get(part);
        part++;
        Optional<InputSelection> selection = selection(next, options);
        if (selection.isEmpty()) {
          inMemory = new Item.InMemory(next, part);
        } else {
          listing = selection.get().items(from, selection.get().datasets(from));
        }
      }
      return inMemory != null || listing.hasNext();
    }

    @Override
    public Item next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (inMemory != null) {
        Item item = inMemory;
        inMemory = null;
        return item;
      }
      return new Item.Elsewhere(listing.next());
    }
  }

  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      kept.values().forEach(dev.relabel.model.Model::close);
      kept.clear();
      if (platform != null) {
        platform.close();
      }
    }
  }
}
