package dev.relabel.platform.http;

import dev.relabel.platform.Repeat.Effect;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request without an answer. */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether another attempt has a chance. */
  public enum Outlook {
    MAY_PASS,
    PERMANENT
  }

  private final Effect effect;
  private final Outlook outlook;

  /**
   * A request without an answer.
   *
   * @param message what happened, to follow the server's address, such as "refuses connections"
   * @param effect whether the request may have reached the server
   */
  public TransportException(
      String message, Effect effect, Outlook outlook, @Nullable Throwable cause) {
    super(message, cause);
    this.effect = effect;
    this.outlook = outlook;
  }

  public Effect effect() {
    return effect;
  }

  public Outlook outlook() {
    return outlook;
  }
}
