package dev.relabel.platform;

/** Another image has the name that one was to get. */
public final class NameTakenException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public NameTakenException(String message) {
    super(message, null);
  }
}
