package dev.relabel.platform.local;

/** A name that cannot become the name of a file or directory here. */
public final class NameRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NameRefusedException(String message) {
    super(message);
  }
}
