package dev.relabel.platform.http;

import dev.relabel.platform.PlatformException;

/** An answer has more bytes than the connection accepts. */
public final class AnswerTooLargeException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public AnswerTooLargeException(String message) {
    super(message, null);
  }
}
