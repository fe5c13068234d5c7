package dev.relabel.platform;

/** Deadlines for tests that are not about them. */
public final class Deadlines {
  /** Never past, on the clock of {@link ManualTime} and on the machine's. */
  public static final Deadline NONE = new Deadline(Long.MAX_VALUE / 4 * 3);

  private Deadlines() {}
}
