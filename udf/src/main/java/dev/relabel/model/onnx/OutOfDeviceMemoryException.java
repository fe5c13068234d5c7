package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import org.jspecify.annotations.Nullable;

/** The device's memory does not hold this batch. */
final class OutOfDeviceMemoryException extends ModelException {
  private static final long serialVersionUID = 1L;

  OutOfDeviceMemoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
