package dev.relabel.run;

import java.util.Locale;

/** The steps that every wave goes through, each with a table of its own. */
public enum Step {
  /** Labels found by the model, and items that could not be predicted. */
  PREDICTIONS,
  /** What was on the platform before, and what the run adds and removes. */
  CHANGES,
  /** What became of each change. */
  RECEIPTS;

  /** The table's folder in the run directory. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
