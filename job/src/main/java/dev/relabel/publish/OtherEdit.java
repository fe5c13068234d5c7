package dev.relabel.publish;

import dev.relabel.platform.PlatformLabel;

/**
 * What somebody else has done to an image between the run's look at it and its write. The run
 * leaves it as it is.
 *
 * @param kind what was done
 * @param label the label as it is now, or as it was if it is gone
 * @param isConflict whether the run would have removed or replaced it otherwise
 */
public record OtherEdit(Kind kind, PlatformLabel label, boolean isConflict) {
  /** What can be done to a label. */
  public enum Kind {
    ADDED,
    EDITED,
    DELETED
  }
}
