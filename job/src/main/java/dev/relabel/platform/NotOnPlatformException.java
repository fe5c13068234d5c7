package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/** What was asked for does not exist on the platform, or not any more. */
public class NotOnPlatformException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public NotOnPlatformException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
