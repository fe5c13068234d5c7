package dev.relabel.predict;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.model.Model;
import dev.relabel.predict.Outcome.Rejected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Items to predictions, as a stream: fetch in groups, decode and resize in parallel, infer in
 * batches, decode the head, while only a bounded number of images is under way: fetched ones
 * bounded by number and bytes, decoded ones by a few batches.
 *
 * <p>Pull-based: input is read, and work started, only inside {@link #hasNext} and {@link #next},
 * on the caller's thread (Spark's input may be read on no other). Outcomes come in the order of the
 * input; batches are cut by position in the input, so equal input gives equal batches.
 *
 * <p>A bad image becomes a {@link Rejected} outcome. A failure that lies not with one image (the
 * fetcher throws, the model works on no image) is thrown from {@code next}, which ends the stream.
 *
 * @param <T> the caller's item
 */
public final class PredictionPipeline<T> implements Iterator<Outcome<T>>, AutoCloseable {
  /** One batch on the device, one waiting for it, one being decoded. */
  private static final int BATCHES_AHEAD = 3;

  /** One on the device and one being decoded, where each image may be a hundred megabytes. */
  private static final int FEW_BATCHES_AHEAD = 2;

  /** Keeps the cores decoding where a graph takes images one by one. */
  private static final int LEAST_DECODE_AHEAD = 32;

  private final InputGroups<T> input;
  private final ImageFetcher<T> fetcher;
  private final Model model;
  private final PipelineSettings settings;
  private final PipelineThreads threads;
  private final StageClock clock;
  private final ImageDecoder decoder;
  private final BatchRun<T> batchRun;

  private final int decodeAhead;

  private final ArrayDeque<Fetching<T>> fetching = new ArrayDeque<>();
  private final ArrayDeque<CompletableFuture<Arrived<T>>> arriving = new ArrayDeque<>();
  private final ArrayDeque<Batch<T>> batches = new ArrayDeque<>();
  private final ArrayDeque<Outcome<T>> ready = new ArrayDeque<>();

  /** Expected bytes of each item under way, in order. */
  private final Queue<Long> bytes = new ArrayDeque<>();

  /** The last group that had to wait for the one before it. */
  private CompletableFuture<List<ImageFetcher.Fetched>> sequence =
      CompletableFuture.completedFuture(List.of());

  private long bytesUnderWay;
  private int decoding;
  private volatile boolean closed;

  public PredictionPipeline(
      Iterator<T> input,
      ImageFetcher<T> fetcher,
      Model model,
      PipelineSettings settings,
      PipelineThreads threads,
      StageClock clock) {
    this.input =
        new InputGroups<>(
            input, fetcher, Math.max(1, Math.min(fetcher.groupLimit(), settings.readAhead() / 2)));
    this.fetcher = fetcher;
    this.model = model;
    this.settings = settings;
    this.threads = threads;
    this.clock = clock;
    this.decoder = new ImageDecoder(settings.maxPixels());
    this.batchRun = new BatchRun<>(model, clock);
    this.decodeAhead =
        model.infersOnCaller()
            ? Integer.MAX_VALUE // an image is inferred as soon as it is decoded
            : model.keepsPictures()
                ? FEW_BATCHES_AHEAD * settings.batchSize()
                : Math.max(LEAST_DECODE_AHEAD, BATCHES_AHEAD * settings.batchSize());
  }

  /** An item whose bytes are on their way. */
  private record Fetching<T>(T item, CompletableFuture<ImageFetcher.Fetched> answer) {}

  /** One item after fetch and decode: ready for the model, or rejected. */
  private record Arrived<T>(@Nullable DecodedImage<T> image, @Nullable Outcome<T> rejected) {}

  /** Images that the model gets together. */
  private record Batch<T>(int size, CompletableFuture<List<Outcome<T>>> outcomes) {}

  @Override
  public boolean hasNext() {
    if (closed) {
      return false;
    }
    readAhead();
    return !bytes.isEmpty();
  }

  @Override
  public Outcome<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      Batch<T> batch = batches.remove();
      ready.addAll(finished(batch.outcomes()));
      decoding -= batch.size();
    }
    bytesUnderWay -= bytes.remove();
    return ready.remove();
  }

  private List<Outcome<T>> finished(CompletableFuture<List<Outcome<T>>> batch) {
    try {
      return batch.join();
    } catch (CompletionException e) {
      close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void readAhead() {
    while (mayFetchMore() && input.hasNext()) {
      startFetch(input.next());
    }
    while (decoding < decodeAhead && !fetching.isEmpty()) {
      startDecode(fetching.remove());
      if (arriving.size() == settings.batchSize() || (fetching.isEmpty() && !input.hasNext())) {
        startBatch();
      }
    }
  }

  private boolean mayFetchMore() {
    // Whole groups only: topping up one by one would turn bulk fetches into single ones.
    boolean groupFits =
        bytes.size() + input.limit() <= settings.readAhead()
            && bytesUnderWay < settings.readAheadBytes();
    // Without a whole batch under way nothing would ever come out.
    return groupFits || bytes.size() < settings.batchSize();
  }

  private void startFetch(List<T> group) {
    CompletableFuture<List<ImageFetcher.Fetched>> fetched;
    if (fetcher.isSequential(group.get(0))) {
      // No thread waits for the group before.
      fetched =
          sequence
              .handle((done, failure) -> done)
              .thenApplyAsync(done -> fetch(group), threads.fetch());
      sequence = fetched;
    } else {
      fetched = CompletableFuture.supplyAsync(() -> fetch(group), threads.fetch());
    }
    for (int i = 0; i < group.size(); i++) {
      int index = i;
      fetching.add(new Fetching<>(group.get(i), fetched.thenApply(answers -> answers.get(index))));
    }
    for (T item : group) {
      bytes.add(input.bytesOf(item));
      bytesUnderWay += input.bytesOf(item);
    }
  }

  private void startDecode(Fetching<T> next) {
    arriving.add(
        next.answer().thenApplyAsync(answer -> decode(next.item(), answer), threads.cpu()));
    decoding++;
  }

  private List<ImageFetcher.Fetched> fetch(List<T> group) {
    if (closed) {
      return Collections.nCopies(
          group.size(), new ImageFetcher.Missing("stopped", "Nobody waits for it any more"));
    }
    long start = System.nanoTime();
    List<ImageFetcher.Fetched> answers = new ArrayList<>(fetcher.fetch(group));
    clock.add(Stage.FETCH, System.nanoTime() - start);
    if (answers.size() != group.size()) {
      throw new IllegalStateException(
          "Asked for %s images, the fetcher answered %s".formatted(group.size(), answers.size()));
    }
    return answers;
  }

  private Arrived<T> decode(T item, ImageFetcher.Fetched answer) {
    if (answer instanceof ImageFetcher.Missing missing) {
      return new Arrived<>(null, new Rejected<>(item, missing.cause(), missing.message()));
    }
    ImageFetcher.Found found = (ImageFetcher.Found) answer;
    long start = System.nanoTime();
    try (Picture picture = found.decode(decoder)) {
      return new Arrived<>(DecodedImage.of(item, picture, found, model.prepare(picture)), null);
    } catch (UnreadableImageException e) {
      return new Arrived<>(null, Rejected.unreadable(item, e));
    } finally {
      clock.add(Stage.DECODE, System.nanoTime() - start);
    }
  }

  private void startBatch() {
    List<CompletableFuture<Arrived<T>>> members = List.copyOf(arriving);
    arriving.clear();
    CompletableFuture<Void> arrived =
        CompletableFuture.allOf(members.toArray(CompletableFuture[]::new));
    CompletableFuture<List<Outcome<T>>> outcomes =
        model.infersOnCaller()
            // On the thread that decoded the last image, while it is in that core's cache.
            ? arrived.handle((nothing, failure) -> run(members))
            : arrived.handleAsync((nothing, failure) -> run(members), threads.batches());
    batches.add(new Batch<>(members.size(), outcomes));
  }

  /** All members have arrived or failed. */
  private List<Outcome<T>> run(List<CompletableFuture<Arrived<T>>> members) {
    try {
      List<Arrived<T>> arrived = members.stream().map(CompletableFuture::join).toList();
      if (closed) {
        return List.of();
      }
      List<DecodedImage<T>> images = new ArrayList<>(arrived.size());
      for (Arrived<T> each : arrived) {
        if (each.image() != null) {
          images.add(each.image());
        }
      }
      Iterator<Outcome<T>> predicted = batchRun.run(images).iterator();
      List<Outcome<T>> outcomes = new ArrayList<>(arrived.size());
      for (Arrived<T> each : arrived) {
        outcomes.add(each.rejected() != null ? each.rejected() : predicted.next());
      }
      return outcomes;
    } finally {
      members.forEach(PredictionPipeline::closeWhenArrived);
    }
  }

  private static <T> void closeWhenArrived(CompletableFuture<Arrived<T>> member) {
    CompletableFuture<?> unused =
        member.thenAccept(
            arrived -> {
              if (arrived.image() != null) {
                arrived.image().close();
              }
            });
  }

  private static void closeWhenFetched(CompletableFuture<ImageFetcher.Fetched> answer) {
    CompletableFuture<?> unused =
        answer.thenAccept(
            fetched -> {
              if (fetched instanceof ImageFetcher.Pixels pixels) {
                pixels.picture().close();
              }
            });
  }

  /**
   * Stops starting work. Calls already under way finish on their own threads, and what they hold is
   * freed then. Closing twice does no harm.
   */
  @Override
  public void close() {
    closed = true;
    fetching.forEach(each -> closeWhenFetched(each.answer()));
    fetching.clear();
    arriving.forEach(PredictionPipeline::closeWhenArrived);
    arriving.clear();
  }
}
