package dev.relabel.predict;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.model.Model;
import dev.relabel.model.ModelException;
import dev.relabel.predict.Outcome.Rejected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Predicts images that come one by one, each on a thread that waits for its answer, such as a row
 * of an SQL query: calls of the model are shared by those who wait at the same time.
 *
 * <p>Each thread decodes its own image. Then the image waits in line. Whenever the model is free it
 * takes all that have come meanwhile, up to the batch size; nobody waits for a batch to fill. So an
 * image alone goes out at once, and the more threads there are, the larger the batches: about half
 * as many images as threads, while the other half of them decode or wait. Where the model computes
 * on the processor and wants no batches, which make nothing faster there, each thread runs it by
 * itself, side by side with the others.
 *
 * <p>Memory: one decoded image a thread. A thread that is interrupted leaves the line; its image is
 * freed, and the others' batch goes on. Safe for use by several threads; guarded by its own lock,
 * which is never held while the model runs.
 */
public final class SharedCalls {
  /** With one batch on the device and one behind it, the device never waits for memory copies. */
  private static final int BATCHES_ON_DEVICE = 2;

  private final Model model;
  private final int batchSize;
  private final int mostAtOnce;
  private final ImageDecoder decoder;
  private final PipelineThreads threads;
  private final BatchRun<Object> run;
  private final LongAdder calls = new LongAdder();
  private final LongAdder images = new LongAdder();
  private final Queue<Waiting> line = new ArrayDeque<>();
  private int running;

  private record Waiting(DecodedImage<Object> image, CompletableFuture<Outcome<Object>> answer) {}

  /**
   * Calls of one model.
   *
   * @param model closed by its owner when nobody predicts any more
   * @param batchSize most images of one call, positive
   * @param maxPixels limit of width × height of one image, positive
   */
  public SharedCalls(Model model, int batchSize, long maxPixels, PipelineThreads threads) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("A batch has at least one image, not " + batchSize);
    }
    this.model = model;
    this.batchSize = batchSize;
    this.mostAtOnce =
        model.infersOnCaller() ? Runtime.getRuntime().availableProcessors() : BATCHES_ON_DEVICE;
    this.decoder = new ImageDecoder(maxPixels);
    this.threads = threads;
    this.run = new BatchRun<>(model, (stage, nanos) -> {});
  }

  /**
   * Predicts one image and waits for the answer.
   *
   * @param encoded the file's bytes
   * @return labels in pixels of the upright image, or why there are none
   * @throws ModelException if the model works on no image at all, the device fails, or the thread
   *     is interrupted
   */
  public <T> Outcome<T> predict(T item, byte[] encoded) {
    DecodedImage<Object> image;
    ImageFetcher.Bytes bytes = new ImageFetcher.Bytes(encoded, 0, 0);
    try (Picture picture = decoder.decode(encoded)) {
      image = DecodedImage.of(item, picture, bytes, model.prepare(picture));
    } catch (UnreadableImageException e) {
      return Rejected.unreadable(item, e);
    }
    @SuppressWarnings("unchecked") // what goes in as an item comes out as it
    Outcome<T> outcome = (Outcome<T>) (mayRunHere() ? runHere(image) : share(image));
    return outcome;
  }

  private boolean mayRunHere() {
    return batchSize == 1 && model.infersOnCaller();
  }

  private Outcome<Object> runHere(DecodedImage<Object> image) {
    try (image) {
      count(1);
      return run.run(List.of(image)).get(0);
    }
  }

  private Outcome<Object> share(DecodedImage<Object> image) {
    Waiting mine = new Waiting(image, new CompletableFuture<>());
    enter(mine);
    try {
      return mine.answer().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      leave(mine);
      Thread.currentThread().interrupt();
      throw new ModelException("Prediction was interrupted.", interrupted);
    }
  }

  private void enter(Waiting waiting) {
    boolean starts;
    synchronized (this) {
      line.add(waiting);
      // A second batch only when it is full: else its images had better join the next one.
      starts = running == 0 || (line.size() >= batchSize && running < mostAtOnce);
      if (starts) {
        running++;
      }
    }
    if (starts) {
      start();
    }
  }

  private void start() {
    try {
      threads.batches().execute(this::runAll);
    } catch (RuntimeException | Error noThread) {
      runsNot(noThread);
      throw noThread;
    }
  }

  /** Those in line would wait for ever if nothing else runs. */
  private void runsNot(Throwable noThread) {
    List<Waiting> left = new ArrayList<>();
    synchronized (this) {
      running--;
      if (running == 0) {
        left.addAll(line);
        line.clear();
      }
    }
    for (Waiting each : left) {
      each.image().close();
      each.answer().completeExceptionally(noThread);
    }
  }

  private void leave(Waiting waiting) {
    boolean isInLine;
    synchronized (this) {
      isInLine = line.remove(waiting);
    }
    if (isInLine) {
      waiting.image().close();
    } // else its batch has begun and frees it
  }

  private void runAll() {
    for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
      run(batch);
    }
  }

  /** The images that have come meanwhile; none ends the thread's work. */
  private synchronized List<Waiting> next() {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < batchSize && !line.isEmpty()) {
      batch.add(line.remove());
    }
    if (batch.isEmpty()) {
      running--;
    }
    return batch;
  }

  private void run(List<Waiting> batch) {
    count(batch.size());
    try {
      List<Outcome<Object>> outcomes = outcomes(batch);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(outcomes.get(i));
      }
    } catch (RuntimeException | Error failed) {
      batch.forEach(each -> each.answer().completeExceptionally(failed));
    }
  }

  private List<Outcome<Object>> outcomes(List<Waiting> batch) {
    try {
      return run.run(batch.stream().map(Waiting::image).toList());
    } finally {
      batch.forEach(each -> each.image().close());
    }
  }

  private void count(int size) {
    calls.increment();
    images.add(size);
  }

  /** Most images of one call. */
  public int batchSize() {
    return batchSize;
  }

  /** Images in line that no batch has taken yet. */
  synchronized int waiting() {
    return line.size();
  }

  /** How many times the model was called; a batch that fails and is run again counts once. */
  public long calls() {
    return calls.sum();
  }

  /** How many images those calls had. */
  public long images() {
    return images.sum();
  }
}
