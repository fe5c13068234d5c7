package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/**
 * The platform refuses the content of a call (a shape outside its image, an unknown class); other
 * content may well be accepted. The call had no effect.
 */
public class RefusedContentException extends PlatformRejectedException {
  private static final long serialVersionUID = 1L;

  public RefusedContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
