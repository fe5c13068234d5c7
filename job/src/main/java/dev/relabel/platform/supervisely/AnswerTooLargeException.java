package dev.relabel.platform.supervisely;

import dev.relabel.platform.PlatformException;

/** An answer has more bytes than the connection accepts. */
final class AnswerTooLargeException extends PlatformException {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(String message) {
    super(message, null);
  }
}
