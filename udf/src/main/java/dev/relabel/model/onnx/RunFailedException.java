package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * The runtime refused this batch's input or failed on it, or answered with something else than the
 * head reads. The session is fine: other batches may succeed. A closed session, an interrupt and
 * want of device memory are not told this way.
 */
public final class RunFailedException extends ModelException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
