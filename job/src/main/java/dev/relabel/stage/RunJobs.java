package dev.relabel.stage;

import dev.relabel.run.RunException;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * The Spark jobs of one run, which can be ended without those that others have in the same session.
 * They are those that are begun within {@link #run}, by its thread and threads that this one makes.
 */
final class RunJobs {
  private final SparkContext context;
  private final String tag = "relabel-" + UUID.randomUUID();
  private volatile boolean isCancelled;

  RunJobs(SparkContext context) {
    this.context = context;
  }

  <T> T run(Supplier<T> jobs) {
    context.addJobTag(tag);
    try {
      return jobs.get();
    } finally {
      context.removeJobTag(tag);
    }
  }

  /** Ends the jobs that run, and none begins any more; called by any thread. */
  void cancel() {
    isCancelled = true;
    endRunning();
  }

  /** Ends the jobs that run; called by any thread. */
  void endRunning() {
    context.cancelJobsWithTag(tag);
  }

  /**
   * Does nothing unless they were cancelled.
   *
   * @throws RunException if they were
   */
  void requireWanted() {
    if (isCancelled) {
      throw new RunException("The run was stopped; the same run again continues it", null);
    }
  }
}
