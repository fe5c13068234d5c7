package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import org.jspecify.annotations.Nullable;

/** A device that was asked for cannot be used. */
final class DeviceUnavailableException extends ModelException {
  private static final long serialVersionUID = 1L;

  DeviceUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
