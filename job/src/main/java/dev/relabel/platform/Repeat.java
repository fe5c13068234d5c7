package dev.relabel.platform;

/** What a call to a platform allows when its answer is not the one hoped for. */
public enum Repeat {
  /** The call may be repeated blindly: it reads, or doing it twice is the same as once. */
  SAFE,
  /**
   * A repetition may do the thing twice. Repeated only after an answer that proves that nothing
   * happened; otherwise the caller looks first.
   */
  CHECK_FIRST,
  /** Sent at most once, whatever happens. */
  NEVER;

  /** What a failed attempt may have changed on the platform. */
  public enum Effect {
    /** Nothing: the request was not sent, or was turned away before it was worked on. */
    NONE,
    /** Perhaps everything: the request was sent and its answer is lost or says nothing. */
    POSSIBLE
  }

  /** Whether the same call may be sent again after an attempt with that effect. */
  public boolean allowsAnother(Effect effect) {
    return switch (this) {
      case SAFE -> true;
      case CHECK_FIRST -> effect == Effect.NONE;
      case NEVER -> false;
    };
  }
}
