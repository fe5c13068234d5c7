package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/** A platform did not do what was asked. Messages hold no token and no signed address. */
public class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlatformException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
