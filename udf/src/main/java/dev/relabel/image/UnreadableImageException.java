package dev.relabel.image;

import org.jspecify.annotations.Nullable;

/** These bytes are not an image that can be used; the message says why. */
public class UnreadableImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
