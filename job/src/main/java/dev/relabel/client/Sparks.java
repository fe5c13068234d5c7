package dev.relabel.client;

import dev.relabel.stage.SparkSessions;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The Spark session: the caller's, or one of our own that begins when it is needed. */
final class Sparks implements AutoCloseable {
  private final boolean isOwn;
  private @Nullable SparkSession session;

  private Sparks(@Nullable SparkSession session) {
    this.isOwn = session == null;
    this.session = session;
  }

  static Sparks own() {
    return new Sparks(null);
  }

  static Sparks of(SparkSession session) {
    return new Sparks(session);
  }

  synchronized SparkSession session() {
    if (session == null) {
      session = SparkSessions.open(null, note -> {});
    }
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
