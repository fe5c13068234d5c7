package dev.relabel.client;

import dev.relabel.stage.SparkSessions;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Spark session: the one that the caller gives or that the program has already, as a process
 * has room for one only; else one of our own, that begins when it is needed and ends with the last
 * of those who use it.
 */
final class Sparks implements AutoCloseable {
  /** The session that one of us has begun; guarded by this class. */
  private static @Nullable SparkSession ours;

  private static int users;

  private final boolean isGiven;
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

  /**
   * The session.
   *
   * @param writes whether what is to run on it writes to a platform
   */
  synchronized SparkSession session(boolean writes) {
    if (!isGiven && session != null && session.sparkContext().isStopped()) {
      session = null;
    }
    SparkSession found = session == null ? shared() : session;
    session = found;
    if (writes) {
      SparkSessions.requireOneWriter(found);
    }
    return found;
  }

  private static SparkSession shared() {
    synchronized (Sparks.class) {
      if (ours != null && ours.sparkContext().isStopped()) { // by somebody else
        ours = null;
        users = 0;
      }
      if (ours == null && SparkSessions.ofThisProcess().isPresent()) {
        return SparkSessions.ofThisProcess().orElseThrow();
      }
      SparkSession open = ours == null ? SparkSessions.open(null, note -> {}) : ours;
      ours = open;
      users++;
      return open;
    }
  }

  @Override
  public synchronized void close() {
    synchronized (Sparks.class) {
      if (session != null && session.equals(ours)) {
        users--;
        if (users == 0) {
          session.stop();
          ours = null;
        }
      }
    }
    session = null;
  }
}
