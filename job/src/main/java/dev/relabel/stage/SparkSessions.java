package dev.relabel.stage;

import dev.relabel.run.RunException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Spark as a run wants it: the session that spark-submit set up, or one of its own. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session for a while.
   *
   * @param isOwn whether it ends with its use
   */
  public record Lent(SparkSession session, boolean isOwn) implements AutoCloseable {
    @Override
    public void close() {
      if (isOwn) {
        session.stop();
      }
    }
  }

  /**
   * The session that this process has, say of a notebook, which goes on afterwards; else one that
   * is opened.
   *
   * @param master the master asked for; null for any
   * @param writes whether what is to run on it writes to a platform
   * @param notes is told which of the user's settings are not obeyed
   * @throws RunException if the process has a session that will not do
   */
  public static Lent lend(@Nullable String master, boolean writes, Consumer<String> notes) {
    Optional<SparkSession> existing = ofThisProcess();
    if (existing.isEmpty()) {
      return new Lent(open(master, notes), true);
    }
    SparkSession session = existing.get();
    String has = session.sparkContext().master();
    if (master != null && !master.equals(has)) {
      throw new RunException(
          "This program has a Spark session on %s already, and there is room for one. Leave --master %s out, or stop that session."
              .formatted(has, master),
          null);
    }
    if (writes) {
      try {
        requireOneWriter(session);
      } catch (IllegalArgumentException e) {
        throw new RunException(String.valueOf(e.getMessage()), e);
      }
    }
    return new Lent(session, false);
  }

  /**
   * Opens a session.
   *
   * @param master the master asked for; when null, spark-submit's, else all cores of this machine
   * @param notes is told which of the user's settings are not obeyed
   */
  public static SparkSession open(@Nullable String master, Consumer<String> notes) {
    SparkConf conf = new SparkConf(); // holds what spark-submit passes
    conf.setIfMissing("spark.app.name", "relabel");
    if (master != null) {
      conf.setMaster(master);
    }
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[*]");
    }
    boolean local = conf.get("spark.master").startsWith("local");
    if (local) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      // Tables here are small; two hundred shuffle tasks would only cost time.
      conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    }
    // Publishing a wave shares the executors with predicting the next; neither starves the other.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    // ONNX Runtime 1.29 and later send telemetry and may end the JVM while preparing it.
    conf.set("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1");
    conf.setIfMissing("spark.executorEnv.OPENCV_LOG_LEVEL", "SILENT");
    conf.set(
        "spark.executor.defaultJavaOptions",
        (conf.get("spark.executor.defaultJavaOptions", "")
                + " -Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
            .strip());
    // Two twins of a publishing task would both look before either has written.
    if (conf.getBoolean("spark.speculation", false)) {
      notes.accept(
          "spark.speculation is ignored: a second copy of a task that writes to a platform could"
              + " write everything a second time");
    }
    conf.set("spark.speculation", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** The session that this process has already. */
  public static Optional<SparkSession> ofThisProcess() {
    boolean hasSpark = SparkEnv.get() != null; // a process has one at most
    return hasSpark ? Optional.of(SparkSession.builder().getOrCreate()) : Optional.empty();
  }

  /**
   * Refuses a session that may run a task twice at the same time.
   *
   * @throws IllegalArgumentException if it may
   */
  public static void requireOneWriter(SparkSession session) {
    if (session.sparkContext().getConf().getBoolean("spark.speculation", false)) {
      throw new IllegalArgumentException(
          "The Spark session has spark.speculation: a second copy of a task that writes to a"
              + " platform could write everything a second time. Set it to false.");
    }
  }
}
