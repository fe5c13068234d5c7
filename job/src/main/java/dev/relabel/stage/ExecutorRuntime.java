package dev.relabel.stage;

import dev.relabel.model.Model;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.sql.ProcessSessions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks in an executor's process share: model sessions, thread pools, platform clients.
 *
 * <p>A static holder, because Spark offers tasks no other place that outlives them. Everything in
 * it is made on first use and closed when the process ends. Safe for use by all tasks at once.
 */
final class ExecutorRuntime {
  /** Concurrent downloads of a process; each is mostly waiting. */
  private static final int FETCH_THREADS = 8;

  private static final ExecutorRuntime INSTANCE = new ExecutorRuntime();

  private final DeviceSessions sessions = ProcessSessions.get(); // SQL functions use the same
  private final Map<RunModel, Model> models = new ConcurrentHashMap<>();
  private final Map<PlatformConnection, Platform> platforms = new ConcurrentHashMap<>();
  private final AtomicLong predicted = new AtomicLong();
  private @Nullable PipelineThreads threads;
  private int runs;

  private ExecutorRuntime() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "relabel-close"));
  }

  static ExecutorRuntime get() {
    return INSTANCE;
  }

  /** The run's model for the running task, opened once. */
  Model model(RunModel model) {
    return models.computeIfAbsent(model.ofTask(), each -> each.openSame(sessions));
  }

  /** A client of the platform, opened once. */
  Platform platform(PlatformConnection connection, int processes) {
    return platforms.computeIfAbsent(connection, each -> each.open(processes));
  }

  /** Counts an image that left a pipeline of this process. */
  void countPredicted() {
    predicted.incrementAndGet();
  }

  /** How many images have left pipelines of this process, ever; repeated tasks count again. */
  long predicted() {
    return predicted.get();
  }

  /**
   * The pools that pipelines share, made once.
   *
   * @param cores cores of this process; 0 for all that the machine has
   */
  synchronized PipelineThreads threads(int cores) {
    if (threads == null) {
      int most = Runtime.getRuntime().availableProcessors(); // local[64] makes no more of them
      threads = new PipelineThreads(FETCH_THREADS, cores > 0 ? Math.min(cores, most) : most);
    }
    return threads;
  }

  /**
   * A run begins whose tasks may be in this process: with local Spark, driver and executor are one.
   */
  synchronized void enter() {
    runs++;
  }

  /** It has ended; after the last one, what tasks have left open is closed. */
  synchronized void leave() {
    runs--;
    if (runs == 0) {
      release();
    }
  }

  private void release() {
    for (RunModel each : List.copyOf(models.keySet())) {
      Model model = models.remove(each);
      if (model != null) {
        model.close();
      }
    }
    sessions.closeUnused();
    for (PlatformConnection each : List.copyOf(platforms.keySet())) {
      Platform platform = platforms.remove(each);
      if (platform != null) {
        platform.close();
      }
    }
    if (threads != null) {
      threads.close();
      threads = null;
    }
  }

  private synchronized void close() {
    release();
    sessions.close();
  }
}
