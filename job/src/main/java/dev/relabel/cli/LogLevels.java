package dev.relabel.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** How much of Spark's log the command shows. */
final class LogLevels {
  private LogLevels() {}

  /**
   * Sets the levels of this process.
   *
   * @param verbose whether to show all; otherwise Spark tells only of executors that are lost and
   *     of its own crashes, because a task's failure reaches the command, which says it in one line
   *     where Spark prints several stack traces
   */
  static void set(boolean verbose) {
    Configurator.setRootLevel(verbose ? Level.INFO : Level.FATAL);
    Level grave = verbose ? Level.INFO : Level.ERROR;
    Configurator.setLevel("org.apache.spark.scheduler.TaskSchedulerImpl", grave);
    Configurator.setLevel("org.apache.spark.util.SparkUncaughtExceptionHandler", grave);
    Configurator.setLevel("dev.relabel", verbose ? Level.DEBUG : Level.WARN);
  }
}
