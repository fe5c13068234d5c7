package dev.relabel.cli;

/** What the command's exit codes mean. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** Done, but with more quarantined or unknown items than allowed. */
  static final int TOO_MANY_FAILURES = 3;

  /** A check that was asked for says no. */
  static final int GATE = 4;

  private ExitCode() {}
}
