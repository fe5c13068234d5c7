package dev.relabel.source;

import java.io.IOException;

/** An answer from the web that is no image. */
final class WebException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String kind;
  private final boolean mayPass;

  WebException(String kind, String message, boolean mayPass) {
    super(message);
    this.kind = kind;
    this.mayPass = mayPass;
  }

  /**
   * A short stable word: {@code not-found}, {@code refused}, {@code too-large}, {@code
   * unreachable}.
   */
  String kind() {
    return kind;
  }

  /** Whether the same may work a little later. */
  boolean mayPass() {
    return mayPass;
  }
}
