package dev.relabel.platform.geti;

import dev.relabel.platform.PlatformUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Several calls at once, as the server takes one image at a time. Safe for use by several threads.
 */
final class Simultaneous implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * Threads.
   *
   * @param atOnce most calls under way
   */
  Simultaneous(int atOnce) {
    this.threads =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "relabel-geti");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A call for each element; answers in their order. When one fails the others are still waited
   * for: what was begun must not go on beside its repetition.
   *
   * @throws RuntimeException the first failure
   */
  <T, R> List<R> each(List<T> elements, Function<T, R> call) {
    List<Future<R>> calls = new ArrayList<>(elements.size());
    elements.forEach(each -> calls.add(threads.submit(() -> call.apply(each))));
    List<R> answers = new ArrayList<>(elements.size());
    RuntimeException failure = null;
    for (Future<R> each : calls) {
      try {
        answers.add(each.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        failure =
            failure != null
                ? failure
                : e.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("A call ended with " + e.getCause(), e);
      } catch (InterruptedException e) {
        calls.forEach(under -> under.cancel(true));
        Thread.currentThread().interrupt();
        throw new PlatformUnavailableException("Calls were not waited for, as the work stops", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
