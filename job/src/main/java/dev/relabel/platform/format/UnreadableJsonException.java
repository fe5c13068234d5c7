package dev.relabel.platform.format;

import dev.relabel.platform.PlatformException;
import org.jspecify.annotations.Nullable;

/** JSON that is broken or does not have the form that Supervisely's format prescribes. */
public class UnreadableJsonException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public UnreadableJsonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public UnreadableJsonException(String message) {
    super(message, null);
  }
}
