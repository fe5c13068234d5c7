package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;

/**
 * A session on the processor, whose calls run on their callers' threads, side by side.
 *
 * <p>There a call is nothing but computing, so that handing it to another thread only costs: the
 * image leaves the core's cache, and more threads than cores want to run. The weights are shared;
 * each call under way holds the memory of one run.
 *
 * <p>Safe for use by several threads. The lock keeps the session open while calls run: those share
 * it, closing takes it alone.
 */
final class CallerThreads implements SharedSession {
  private final GraphSession session;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean closed;

  CallerThreads(GraphSession session) {
    this.session = session;
  }

  @Override
  public ModelGraph graph() {
    return session.graph();
  }

  @Override
  public List<OutputTensor> run(List<InputTensor> inputs, LongConsumer busy) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new ModelException("The model's session is closed.");
      }
      long start = System.nanoTime();
      List<OutputTensor> outputs = session.run(inputs, new Cancellation());
      busy.accept(System.nanoTime() - start);
      return outputs;
    } finally {
      inUse.readLock().unlock();
    }
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      closed = true;
      session.close();
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
