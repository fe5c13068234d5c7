package dev.relabel.client;

import dev.relabel.client.SessionStatus.State;
import dev.relabel.source.FileSource;
import dev.relabel.stage.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that are made while they are read. A thread of the session predicts ahead until a few
 * dozen predictions wait; then it waits for the reader, so memory stays the same however slow that
 * is.
 *
 * <p>A failure is thrown once, from {@link #next} or the iterator, after all that was predicted
 * before it; {@link #status} keeps it. Safe for use by several threads; each prediction goes to one
 * of them.
 */
public final class PredictionSession implements Iterable<Prediction>, AutoCloseable {
  /** Enough to keep a device busy while the reader does something else for a moment. */
  private static final int MOST_WAITING = 64;

  /** A call that is under way is waited for; then its thread is left to end by itself. */
  private static final Duration ENDING = Duration.ofSeconds(30);

  /** No wait is longer; nanoseconds of much more would not fit into a number. */
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final String input;
  private final String model;
  private final Thread thread;

  // All guarded by this.
  private final ArrayDeque<Prediction> waiting = new ArrayDeque<>();
  private State state = State.RUNNING;
  private boolean isAsked = true;
  private boolean hasEnded;
  private boolean isTold;
  private @Nullable RuntimeException failure;
  private @Nullable Prediction last;
  private @Nullable Predictions working;
  private OptionalLong size = OptionalLong.empty();
  private long told;
  private long predicted;
  private long problems;

  /**
   * A session that is yet to be {@link #start started}.
   *
   * @param onEnd called when its thread ends
   */
  PredictionSession(Work work, Input input, String model, Consumer<PredictionSession> onEnd) {
    this.input = input.toString();
    this.model = model;
    this.thread =
        new Thread(
            () -> {
              run(work);
              onEnd.accept(this);
            },
            "relabel-session");
    thread.setDaemon(true);
  }

  /** What a session does. */
  interface Work {
    /**
     * Begins it.
     *
     * @param progress hears how much there is
     */
    Predictions begin(Progress progress);
  }

  void start() {
    thread.start();
  }

  private void run(Work work) {
    if (!isWanted()) { // stopped before it began
      ended(State.STOPPED, null);
      return;
    }
    State end = State.FINISHED;
    RuntimeException failed = null;
    try (Predictions predictions = work.begin(new Heard())) {
      begun(predictions);
      while (isWanted() && predictions.hasNext()) {
        add(predictions.next());
      }
    } catch (Throwable e) { // memory that is used up, too: whoever reads has to know
      end = State.FAILED;
      failed =
          e instanceof RuntimeException known
              ? known
              : new PredictionException("The session ended with " + e, e);
    }
    ended(end, failed);
  }

  /** What an upload tells of itself; from inside this process only the size is told. */
  private final class Heard implements Progress {
    @Override
    public void note(String line) {}

    @Override
    public void predicted(long done, long total) {
      synchronized (PredictionSession.this) {
        size = OptionalLong.of(total);
        told = done;
      }
    }
  }

  private synchronized void begun(Predictions predictions) {
    working = predictions;
    if (!isAsked) {
      predictions.stop().run();
    }
  }

  private synchronized boolean isWanted() {
    while (isAsked && waiting.size() >= MOST_WAITING) {
      try {
        wait();
      } catch (InterruptedException e) {
        isAsked = false; // nobody else may interrupt this thread
      }
    }
    return isAsked;
  }

  private synchronized void add(Prediction prediction) {
    predicted++;
    last = prediction;
    if (prediction.problem().isPresent()) {
      problems++;
    }
    waiting.add(prediction);
    notifyAll();
  }

  private synchronized void ended(State end, @Nullable RuntimeException failed) {
    hasEnded = true;
    working = null;
    if (state == State.RUNNING || failed != null) {
      state = end;
      failure = failed;
    }
    notifyAll();
  }

  /**
   * Whether there is nothing more to come: the work has ended, all predictions were read, and a
   * failure was thrown.
   */
  public synchronized boolean isDone() {
    return hasEnded && waiting.isEmpty() && (failure == null || isTold);
  }

  /**
   * The next prediction, waited for.
   *
   * @param timeout how long at most; zero does not wait
   * @return empty if none came in that time, or none will come: {@link #isDone} tells which
   * @throws RuntimeException once, if the session has failed
   */
  public synchronized Optional<Prediction> next(Duration timeout) {
    long end = System.nanoTime() + (timeout.compareTo(FOR_EVER) < 0 ? timeout : FOR_EVER).toNanos();
    while (waiting.isEmpty() && !hasEnded) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return taken();
  }

  /** The next prediction if there is one now. */
  public Optional<Prediction> next() {
    return next(Duration.ZERO);
  }

  private Optional<Prediction> taken() {
    Prediction next = waiting.poll();
    if (next != null) {
      notifyAll();
      return Optional.of(next);
    }
    if (failure != null && !isTold) {
      isTold = true;
      throw failure;
    }
    return Optional.empty();
  }

  /**
   * Predictions in the order of the input, each waited for. Several iterators share them. A thread
   * that is interrupted while it waits gets a {@link PredictionException}: what was to come can
   * still be read.
   */
  @Override
  public Iterator<Prediction> iterator() {
    return new Iterator<>() {
      private Optional<Prediction> ahead = Optional.empty();

      @Override
      public boolean hasNext() {
        while (ahead.isEmpty() && !isDone()) {
          ahead = PredictionSession.this.next(Duration.ofSeconds(10));
          if (ahead.isEmpty() && Thread.currentThread().isInterrupted()) {
            throw new PredictionException(
                "Interrupted while waiting for the next prediction", new InterruptedException());
          }
        }
        return ahead.isPresent();
      }

      @Override
      public Prediction next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Prediction next = ahead.orElseThrow();
        ahead = Optional.empty();
        return next;
      }
    };
  }

  /** Begins nothing new. What is predicted already can still be read. */
  public synchronized void stop() {
    isAsked = false;
    if (!hasEnded) {
      state = State.STOPPED;
    }
    if (working != null) {
      working.stop().run();
    }
    notifyAll();
  }

  /** How far it is. */
  public synchronized SessionStatus status() {
    return new SessionStatus(
        state,
        predicted,
        problems,
        progress(),
        message(),
        Optional.ofNullable(failure).map(PredictionSession::trace),
        context());
  }

  private Optional<Double> progress() {
    if (state == State.FINISHED) {
      return Optional.of(100.0);
    }
    return size.isPresent()
        ? Optional.of(100.0 * Math.max(predicted, told) / Math.max(1, size.getAsLong()))
        : Optional.empty();
  }

  private String message() {
    String count =
        "%s predicted%s"
            .formatted(predicted, problems == 0 ? "" : ", %s with a problem".formatted(problems));
    return switch (state) {
      case RUNNING -> "running: " + count;
      case FINISHED -> "finished: " + count;
      case STOPPED -> "stopped: " + count;
      case FAILED -> "failed: " + (failure == null ? count : String.valueOf(failure.getMessage()));
    };
  }

  private static String trace(RuntimeException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    context.put("input", input);
    context.put("model", model);
    if (last != null) {
      context.put("source", FileSource.describe(last.source()));
      put(context, "project_id", last.projectId());
      put(context, "dataset_id", last.datasetId());
      put(context, "image_id", last.imageId());
      put(context, "video_id", last.videoId());
    }
    return context;
  }

  private static void put(Map<String, String> context, String key, Optional<String> id) {
    id.ifPresent(value -> context.put(key, value));
  }

  /** Stops, forgets what was not read, and waits until the session's thread has ended. */
  @Override
  public void close() {
    stop();
    synchronized (this) {
      waiting.clear();
      isTold = true;
    }
    boolean isInterrupted = Thread.interrupted();
    try {
      thread.join(ENDING.toMillis());
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    synchronized (this) {
      waiting.clear();
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
