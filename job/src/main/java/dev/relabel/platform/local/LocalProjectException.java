package dev.relabel.platform.local;

import org.jspecify.annotations.Nullable;

/** A directory that should hold a project does not, or its content cannot be read or written. */
public class LocalProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalProjectException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
