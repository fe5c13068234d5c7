package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/** The platform refuses for good: a bad token, a missing right, an impossible request. */
public class PlatformRejectedException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public PlatformRejectedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
