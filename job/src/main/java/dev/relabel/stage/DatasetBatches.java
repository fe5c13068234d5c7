package dev.relabel.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Feeds consecutive elements of one dataset to a bulk call and gives out its answers one by one, in
 * order.
 *
 * <p>Confined to one thread, which reads the input; where several calls are under way at once,
 * others make them. In a Spark task all calls have ended when the task has, however it ends: what
 * it has begun must not go on beside its repetition.
 *
 * @param <T> what goes in
 * @param <R> what comes out
 */
final class DatasetBatches<T, R> implements Iterator<R>, AutoCloseable {
  /**
   * For calls that mostly wait for the platform: hides round trips. More would only wait for their
   * turn, as all tasks share the process's connections and the job's rate.
   */
  static final int SEVERAL = 4;

  private final Iterator<T> input;
  private final Function<T, String> dataset;
  private final int limit;
  private final int atOnce;
  private final Function<List<T>, List<R>> call;
  private final ArrayDeque<R> answers = new ArrayDeque<>();
  private final ArrayDeque<Future<List<R>>> underWay = new ArrayDeque<>();
  private final ExecutorService threads;
  private @Nullable T lookahead;

  /**
   * Batches.
   *
   * @param limit most elements of one call
   * @param atOnce most calls under way
   * @param call makes a call; used by as many threads
   */
  DatasetBatches(
      Iterator<T> input,
      Function<T, String> dataset,
      int limit,
      int atOnce,
      Function<List<T>, List<R>> call) {
    this.input = input;
    this.dataset = dataset;
    this.limit = limit;
    this.atOnce = atOnce;
    this.call = call;
    this.threads =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "relabel-batch");
              thread.setDaemon(true);
              return thread;
            });
    TaskContext task = TaskContext.get();
    if (task != null) {
      var unused = task.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
  }

  @Override
  public boolean hasNext() {
    while (answers.isEmpty()) {
      while (underWay.size() < atOnce && (lookahead != null || input.hasNext())) {
        List<T> batch = nextBatch();
        underWay.add(threads.submit(() -> call.apply(batch)));
      }
      if (underWay.isEmpty()) {
        close();
        return false;
      }
      answers.addAll(answer(underWay.remove()));
    }
    return true;
  }

  private List<R> answer(Future<List<R>> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new CancellationException("The task is to end before its calls have");
    }
  }

  private List<T> nextBatch() {
    List<T> batch = new ArrayList<>();
    batch.add(lookahead != null ? lookahead : input.next());
    lookahead = null;
    while (batch.size() < limit && input.hasNext()) {
      T next = input.next();
      if (!dataset.apply(next).equals(dataset.apply(batch.get(0)))) {
        lookahead = next;
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return answers.remove();
  }

  /** Waits for the calls under way; those that have not begun are dropped. */
  @Override
  public void close() {
    underWay.forEach(call -> call.cancel(false));
    underWay.clear();
    threads.shutdown();
    boolean isInterrupted = false;
    while (!threads.isTerminated()) {
      try {
        // Every call has a limit of its own.
        threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        isInterrupted = true;
        threads.shutdownNow(); // they end at once where they wait
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
