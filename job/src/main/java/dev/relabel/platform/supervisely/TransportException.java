package dev.relabel.platform.supervisely;

import dev.relabel.platform.Repeat.Effect;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request without an answer. */
final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether another attempt has a chance. */
  enum Outlook {
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
  TransportException(String message, Effect effect, Outlook outlook, @Nullable Throwable cause) {
    super(message, cause);
    this.effect = effect;
    this.outlook = outlook;
  }

  Effect effect() {
    return effect;
  }

  Outlook outlook() {
    return outlook;
  }
}
