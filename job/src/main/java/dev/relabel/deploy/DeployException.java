package dev.relabel.deploy;

/** A model cannot be had as it was asked for; the message says what to do. */
public final class DeployException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeployException(String message) {
    super(message);
  }
}
