package dev.relabel.platform.http;

import dev.relabel.platform.PlatformUnavailableException;
import org.jspecify.annotations.Nullable;

/** An answer about several things has not come, or not to its end, within the time of a call. */
public final class AnswerTooSlowException extends PlatformUnavailableException {
  private static final long serialVersionUID = 1L;

  public AnswerTooSlowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
