package dev.relabel.platform;

import java.io.Serializable;

/**
 * How to reach a platform: opened on the driver and again in every executor's process.
 *
 * <p>Serialized it holds the token, for Spark's own closures only; printed it does not.
 */
public interface PlatformConnection extends Serializable {

  /** The platform's kind as work items name it, such as {@code supervisely}. */
  String kind();

  /**
   * A client, to be closed by the caller.
   *
   * @param processes how many processes share the job's rate limit
   */
  Platform open(int processes);
}
