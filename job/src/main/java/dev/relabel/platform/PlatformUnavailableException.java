package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/** The platform could not be reached or kept failing; the call had no effect. */
public class PlatformUnavailableException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public PlatformUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
