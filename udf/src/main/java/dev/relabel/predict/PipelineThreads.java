package dev.relabel.predict;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread pools that all pipelines of a process share, so that more tasks do not mean more
 * decoding threads than cores.
 *
 * <p>Their queues need no bound of their own: each pipeline bounds what it has under way.
 */
public final class PipelineThreads implements AutoCloseable {
  private final ExecutorService fetch;
  private final ExecutorService cpu;
  private final ExecutorService batches;

  /**
   * @param fetchThreads concurrent fetch calls
   * @param cpuThreads threads for decoding and post-processing, usually the number of cores
   */
  public PipelineThreads(int fetchThreads, int cpuThreads) {
    fetch = Executors.newFixedThreadPool(fetchThreads, daemons("relabel-fetch"));
    cpu = Executors.newFixedThreadPool(cpuThreads, daemons("relabel-decode"));
    // One thread per open pipeline, which only waits; a cached pool gives and takes them.
    batches = Executors.newCachedThreadPool(daemons("relabel-batch"));
  }

  ExecutorService fetch() {
    return fetch;
  }

  ExecutorService cpu() {
    return cpu;
  }

  ExecutorService batches() {
    return batches;
  }

  @Override
  public void close() {
    // Not at once: what is queued would never end, and whoever waits for it neither.
    fetch.shutdown();
    cpu.shutdown();
    batches.shutdown();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
