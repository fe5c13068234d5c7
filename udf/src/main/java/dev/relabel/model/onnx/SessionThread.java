package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A session on a graphics card and the one thread that makes all its calls: calls from changing
 * threads have cost gigabytes of device memory in ONNX Runtime's Java binding.
 *
 * <p>Safe for use by several threads. The queue is bounded by its callers: each waits for its own
 * call.
 */
final class SessionThread implements SharedSession {
  private final ExecutorService thread;
  private final GraphSession session;
  private final ModelGraph graph;

  /** Starts the thread and opens the session on it. */
  SessionThread(String name, Supplier<GraphSession> opener) {
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, name);
              worker.setDaemon(true);
              return worker;
            });
    CompletableFuture<GraphSession> opening = CompletableFuture.supplyAsync(opener, thread);
    try {
      session = waitFor(opening);
      graph = session.graph();
    } catch (RuntimeException | Error failed) {
      thread.shutdown();
      throw failed;
    }
  }

  @Override
  public ModelGraph graph() {
    return graph;
  }

  /**
   * {@inheritDoc}
   *
   * <p>When the caller is interrupted, its call is taken back or ended, and only then this method
   * throws a {@link ModelException}, with the interrupt flag set.
   */
  @Override
  public List<OutputTensor> run(List<InputTensor> inputs, LongConsumer busy) {
    Call call = new Call(inputs);
    try {
      thread.execute(call);
    } catch (RejectedExecutionException closed) {
      throw new ModelException("The model's session is closed.", closed);
    }
    try {
      List<OutputTensor> outputs = call.answer.get();
      busy.accept(call.nanos);
      return outputs;
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    } catch (InterruptedException interrupted) {
      call.end();
      Thread.currentThread().interrupt();
      throw new ModelException("Inference was interrupted.", interrupted);
    }
  }

  private static RuntimeException unwrapped(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }

  /** Waits in spite of interrupts, and passes them on afterwards. */
  private static <T> T waitFor(CompletableFuture<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException again) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw unwrapped(failed);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets the calls that are queued finish, then closes the session on its thread. */
  @Override
  public void close() {
    try {
      CompletableFuture<Void> closing = CompletableFuture.runAsync(session::close, thread);
      thread.shutdown();
      waitFor(closing);
    } catch (RejectedExecutionException alreadyClosed) {
      thread.shutdown();
    }
  }

  private final class Call implements Runnable {
    private final CompletableFuture<List<OutputTensor>> answer = new CompletableFuture<>();
    private final Cancellation cancellation = new Cancellation();
    private final List<InputTensor> inputs;
    private volatile long nanos;
    private boolean begun;
    private boolean takenBack;

    Call(List<InputTensor> inputs) {
      this.inputs = inputs;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (takenBack) {
          return;
        }
        begun = true;
      }
      try {
        long start = System.nanoTime();
        List<OutputTensor> outputs = session.run(inputs, cancellation);
        nanos = System.nanoTime() - start;
        answer.complete(outputs);
      } catch (RuntimeException | Error failed) {
        answer.completeExceptionally(failed);
      }
    }

    /** Takes the call back if it has not begun, otherwise ends it and waits until it has. */
    void end() {
      synchronized (this) {
        if (!begun) {
          takenBack = true;
          return;
        }
      }
      cancellation.request();
      try {
        waitFor(answer);
      } catch (RuntimeException ended) {
        // The caller leaves anyway; how the run ended makes no difference to it.
        return;
      }
    }
  }
}
