package dev.relabel.model;

import org.jspecify.annotations.Nullable;

/** A model file cannot be used, or the runtime failed on it; the message says what to do. */
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** One without another exception behind it. */
  public ModelException(String message) {
    super(message);
  }
}
