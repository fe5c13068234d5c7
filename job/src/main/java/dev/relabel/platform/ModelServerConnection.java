package dev.relabel.platform;

import java.io.Serializable;

/**
 * How to reach a model that runs on a server: opened on the driver and again in every executor's
 * process. Serialized it may hold a token, for Spark's own closures only; printed it does not.
 */
public interface ModelServerConnection extends Serializable {

  /** A short name without secrets for messages, such as {@code task 50 at https://host}. */
  String address();

  /** A client, to be closed by the caller. Nothing is sent yet. */
  ModelServer open();
}
