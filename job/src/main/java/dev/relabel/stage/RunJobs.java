package dev.relabel.stage;

import dev.relabel.run.RunException;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Spark jobs of one run, which can be ended without those that others have in the same session.
 * They are those that are begun within {@link #run}, by its thread and threads that this one makes.
 */
final class RunJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RunJobs.class);

  private final SparkContext context;
  private final String tag = "relabel-" + UUID.randomUUID();
  private volatile boolean isCancelled;

  RunJobs(SparkContext context) {
    this.context = context;
  }

  <T> T run(Supplier<T> jobs) {
    context.addJobTag(tag);
    ExecutorRuntime.get().enter();
    try {
      return jobs.get();
    } finally {
      ExecutorRuntime.get().leave();
      if (!context.isStopped()) {
        context.removeJobTag(tag);
      }
    }
  }

  /** The same elements, until the jobs are cancelled. */
  <T> Iterator<T> whileWanted(Iterator<T> elements) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        requireWanted();
        return elements.hasNext();
      }

      @Override
      public T next() {
        return elements.next();
      }
    };
  }

  /** Ends the jobs that run, and none begins any more; called by any thread. */
  void cancel() {
    isCancelled = true;
    endRunning();
  }

  /** Ends the jobs that run; called by any thread. */
  void endRunning() {
    try {
      context.cancelJobsWithTag(tag);
    } catch (IllegalStateException e) {
      LOG.debug("Spark has ended, and the jobs with it", e);
    }
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
