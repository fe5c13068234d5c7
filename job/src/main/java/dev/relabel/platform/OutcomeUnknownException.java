package dev.relabel.platform;

import org.jspecify.annotations.Nullable;

/** A write whose answer was lost: it may or may not have taken effect. Read before repeating. */
public class OutcomeUnknownException extends PlatformException {
  private static final long serialVersionUID = 1L;

  /** Whether reading at once shows what the write has done. */
  public enum Work {
    /** The server has said that it is through with the write, whatever came of it. */
    FINISHED,
    /** The server may still be at it: what is not there yet may appear later. */
    MAY_GO_ON
  }

  private final Work work;

  /** A write that may still be going on. */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    this(message, Work.MAY_GO_ON, cause);
  }

  public OutcomeUnknownException(String message, Work work, @Nullable Throwable cause) {
    super(message, cause);
    this.work = work;
  }

  /** Whether reading at once shows what the write has done. */
  public Work work() {
    return work;
  }
}
