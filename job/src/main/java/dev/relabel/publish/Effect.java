package dev.relabel.publish;

import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Standing.Presence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /**
   * The same after some labels have been removed again as doubles of others: these stand for the
   * additions now.
   *
   * @param gone the removed labels
   * @param there what the image holds without them
   */
  Effect without(Set<FigureId> gone, Edit edit, PlatformAnnotation there, Tolerance tolerance) {
    List<Integer> open = new ArrayList<>();
    Set<FigureId> taken = new HashSet<>();
    edit.base().labels().forEach(label -> label.id().ifPresent(taken::add));
    for (int i = 0; i < added.size(); i++) {
      added.get(i).figure().ifPresent(taken::add);
      if (added.get(i).figure().filter(gone::contains).isPresent()) {
        open.add(i);
      }
    }
    List<PlatformLabel> free =
        there.labels().stream()
            .filter(label -> label.id().filter(id -> !taken.contains(id)).isPresent())
            .toList();
    List<Presence> now = new ArrayList<>(added);
    LabelMatching.match(
            open.stream().map(edit.change().additions()::get).toList(),
            Survivors.labels(free),
            tolerance)
        .pairs()
        .forEach(
            pair -> now.set(open.get(pair.left()), Presence.there(free.get(pair.right()).id())));
    return new Effect(now, removed, others);
  }

  /** Whether nothing was to be done. */
  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
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
