package dev.relabel.platform.http;

import dev.relabel.platform.RefusedContentException;
import org.jspecify.annotations.Nullable;

/** The server understood a call and refused it, for a reason that is not the token. */
public final class RefusedException extends RefusedContentException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient @Nullable ErrorAnswer answer; // lost when Spark ships the exception

  public RefusedException(String message, int status, ErrorAnswer answer) {
    super(message, null);
    this.status = status;
    this.answer = answer;
  }

  public int status() {
    return status;
  }

  /** What the server said; nothing where the exception comes from another process. */
  public ErrorAnswer answer() {
    return answer == null ? ErrorAnswer.none() : answer;
  }
}
