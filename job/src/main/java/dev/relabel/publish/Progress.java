package dev.relabel.publish;

import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Standing.Presence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One image's round: what the look has found, and what was written after it. */
final class Progress {
  private final ThreeWayMerge merge;
  private final List<FigureId> added = new ArrayList<>();

  Progress(ThreeWayMerge merge) {
    this.merge = merge;
  }

  /** The missing labels were added under these IDs. */
  void added(List<FigureId> ids) {
    added.addAll(ids);
  }

  /** What there is without any write. */
  Effect effectSoFar() {
    List<Presence> additions =
        merge.additions().stream()
            .map(there -> there.map(PlatformLabel::id).map(Presence::there).orElse(Presence.ABSENT))
            .toList();
    List<Boolean> removals = merge.removals().stream().map(ThreeWayMerge.Removal::isDone).toList();
    return new Effect(additions, removals, merge.others());
  }

  /** What there is after all writes have succeeded. */
  PublishOutcome outcome(boolean hasWritten) {
    Iterator<FigureId> ids = added.iterator();
    List<Presence> additions = new ArrayList<>();
    for (int i = 0; i < merge.additions().size(); i++) {
      Optional<PlatformLabel> there = merge.additions().get(i);
      if (merge.ofOthers().contains(i)) {
        additions.add(Presence.ABSENT); // of the run's own
      } else {
        additions.add(
            Presence.there(there.isPresent() ? there.get().id() : Optional.of(ids.next())));
      }
    }
    List<Boolean> removals = merge.removals().stream().map(removal -> !removal.isKept()).toList();
    Effect effect = new Effect(additions, removals, merge.others());
    if (effect.hasConflicts()) {
      return new PublishOutcome.Conflicted(effect);
    }
    if (effect.isEmpty()) {
      return new PublishOutcome.Unchanged(effect);
    }
    return hasWritten
        ? new PublishOutcome.Applied(effect)
        : new PublishOutcome.AlreadyThere(effect);
  }
}
