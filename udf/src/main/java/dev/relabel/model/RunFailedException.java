package dev.relabel.model;

import org.jspecify.annotations.Nullable;

/**
 * The runtime, or the app that serves the model, refused this batch's input or failed on it, or
 * answered with something else than is read. The model is fine: other batches may succeed. A closed
 * session, an interrupt, want of device memory and an app that is gone are not told this way.
 */
public final class RunFailedException extends ModelException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
