package dev.relabel.sql;

import dev.relabel.model.onnx.DeviceSessions;

/**
 * The model sessions of a process with Spark: tasks of a run and SQL functions share them, so that
 * a model is on a device only once. Static, because Spark offers tasks no other place that outlives
 * them. Closed when the process ends.
 */
public final class ProcessSessions {
  private static final DeviceSessions SESSIONS = new DeviceSessions();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SESSIONS::close, "relabel-close-sessions"));
  }

  private ProcessSessions() {}

  /** The sessions; not to be closed by their users. */
  public static DeviceSessions get() {
    return SESSIONS;
  }
}
