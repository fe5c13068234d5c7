package dev.relabel.stage;

import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.stage.PublishTarget.Holding;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A platform as tasks reach it; shipped to executors.
 *
 * @param connection address, token and limits
 * @param processes how many executors share the job's rate limit
 * @param holds whether its images are meant, or the frames of its videos
 */
record PlatformAccess(PlatformConnection connection, int processes, Holding holds)
    implements Serializable {
  /** Access for the tasks of a job that are about to run. */
  static PlatformAccess of(JavaSparkContext context, PlatformConnection connection) {
    // Executors may register late, so what was asked for or allowed counts, too.
    int executors =
        Math.max(
            Math.max(
                context.getConf().getInt("spark.executor.instances", 1),
                context.getConf().getInt("spark.dynamicAllocation.maxExecutors", 1)),
            context.sc().statusTracker().getExecutorInfos().length - 1);
    return new PlatformAccess(connection, executors, Holding.IMAGES);
  }

  PlatformAccess to(Holding wanted) {
    return new PlatformAccess(connection, processes, wanted);
  }

  /** The client that all tasks of this process share. */
  Platform open() {
    Platform platform = ExecutorRuntime.get().platform(connection, processes);
    return holds == Holding.VIDEOS ? platform.frames() : platform;
  }
}
