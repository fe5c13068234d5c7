package dev.relabel.platform;

/** A write that was not sent, because its {@link Deadline} had passed. It had no effect. */
public class StaleException extends PlatformException {
  private static final long serialVersionUID = 1L;

  public StaleException(String message) {
    super(message, null);
  }
}
