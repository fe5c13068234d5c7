package dev.relabel.publish;

import dev.relabel.publish.Standing.Presence;
import java.util.Collections;
import java.util.List;

/**
 * What an edit has come to on its image.
 *
 * @param added by position in the change's additions
 * @param removed by position in the change's removals: whether the label is gone now
 * @param others what somebody else has done meanwhile and was left alone
 */
public record Effect(List<Presence> added, List<Boolean> removed, List<OtherEdit> others) {
  public Effect {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    others = List.copyOf(others);
  }

  /** Nothing, as far as is known. */
  static Effect none(Change change) {
    return new Effect(
        Collections.nCopies(change.additions().size(), Presence.ABSENT),
        Collections.nCopies(change.removals().size(), false),
        List.of());
  }

  /** How many labels of the change are there now. */
  public int additions() {
    return (int) added.stream().filter(Presence::isThere).count();
  }

  /** How many labels that the change removes are gone now. */
  public int removals() {
    return (int) removed.stream().filter(gone -> gone).count();
  }

  /** Whether labels were left alone because somebody else worked on them. */
  public boolean hasConflicts() {
    return others.stream().anyMatch(OtherEdit::isConflict);
  }
}
