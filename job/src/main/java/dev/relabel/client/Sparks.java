package dev.relabel.client;

import dev.relabel.stage.SparkSessions;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Spark session: the one that the caller gives or that the program has already, as a process
 * has room for one only; else one of our own, that begins when it is needed.
 */
final class Sparks implements AutoCloseable {
  private final boolean isGiven;
  private boolean isOwn;
  private @Nullable SparkSession session;

  private Sparks(@Nullable SparkSession session) {
    this.isGiven = session != null;
    this.session = session;
  }

  static Sparks own() {
    return new Sparks(null);
  }

  static Sparks of(SparkSession session) {
    return new Sparks(session);
  }

  synchronized SparkSession session() {
    if (!isGiven && session != null && session.sparkContext().isStopped()) {
      session = null;
      isOwn = false;
    }
    if (session == null) {
      session = SparkSessions.ofThisProcess().orElse(null);
    }
    if (session == null) {
      session = SparkSessions.open(null, note -> {});
      isOwn = true;
    }
    SparkSessions.requireOneWriter(session);
    return session;
  }

  @Override
  public synchronized void close() {
    if (isOwn && session != null) {
      session.stop();
      session = null;
    }
  }
}
