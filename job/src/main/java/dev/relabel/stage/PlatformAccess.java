package dev.relabel.stage;

import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A platform as tasks reach it; shipped to executors.
 *
 * @param connection address, token and limits
 * @param processes how many executors share the job's rate limit
 */
record PlatformAccess(PlatformConnection connection, int processes) implements Serializable {
  /** Access for the tasks of a job that are about to run. */
  static PlatformAccess of(JavaSparkContext context, PlatformConnection connection) {
    // Executors may register late, so what was asked for or allowed counts, too.
    int executors =
        Math.max(
            Math.max(
                context.getConf().getInt("spark.executor.instances", 1),
                context.getConf().getInt("spark.dynamicAllocation.maxExecutors", 1)),
            context.sc().statusTracker().getExecutorInfos().length - 1);
    return new PlatformAccess(connection, executors);
  }

  /** The client that all tasks of this process share. */
  Platform open() {
    return ExecutorRuntime.get().platform(connection, processes);
  }
}
