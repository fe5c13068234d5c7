package dev.relabel.run;

import org.jspecify.annotations.Nullable;

/** A run directory cannot be used, or a run cannot go on; the message says what to do. */
public class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
