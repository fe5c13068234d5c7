package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Standing.Presence;
import dev.relabel.run.WriteBack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image's way through a write-back: what is believed to be there, what is to be written, and
 * what is believed afterwards. A pure value.
 *
 * <p>Carrying a change out and taking it back are the same merge in opposite directions: the one
 * wants the additions there and the removals gone, the other the removals there and the additions
 * gone.
 */
final class Passage {
  private final PlannedChange planned;
  private final DatasetId dataset;
  private final Standing standing;
  private final List<OtherEdit> others;
  private final Edit edit;
  private final List<Part> toAdd = new ArrayList<>();
  private final List<Part> toRemove = new ArrayList<>();

  /** A label that the change is about, with its position in the standing. */
  private record Part(boolean isAddition, int position, Presence presence, Label label) {
    PlatformLabel onPlatform() {
      return new PlatformLabel(presence.figure(), label);
    }
  }

  /**
   * A passage.
   *
   * @param dataset the dataset of the image that is written to
   * @param image the image that is written to
   * @param standing what is known or assumed of the change
   * @param others what others are known to have done on the image before
   */
  Passage(
      PlannedChange planned,
      DatasetId dataset,
      ImageId image,
      Standing standing,
      List<OtherEdit> others,
      WriteBack writeBack,
      UploadMode mode) {
    this.planned = planned;
    this.dataset = dataset;
    this.standing = standing;
    this.others = List.copyOf(others);
    boolean isUndo = writeBack.kind() == WriteBack.Kind.UNDO;
    List<PlatformLabel> base = new ArrayList<>();
    for (Part part : partsAndBystanders(planned, standing, base)) {
      if (part.presence().isThere()) {
        base.add(part.onPlatform());
      }
      boolean isWanted = part.isAddition() != isUndo;
      if (isWanted != part.presence().isThere() && (!isUndo || isAbout(writeBack, part.label()))) {
        (isWanted ? toAdd : toRemove).add(part);
      }
    }
    PlatformAnnotation before = planned.before();
    this.edit =
        new Edit(
            new PlatformAnnotation(
                image, before.width(), before.height(), base, before.tags(), before.foreign()),
            new Change(
                toAdd.stream().map(Part::label).toList(),
                toRemove.stream().map(Part::onPlatform).toList()),
            toAdd.stream().map(part -> former(planned, part)).toList(),
            !isUndo && mode == UploadMode.REPLACE);
  }

  /** The parts of the change; labels that it is not about go to the base at once. */
  private static List<Part> partsAndBystanders(
      PlannedChange planned, Standing standing, List<PlatformLabel> base) {
    List<Part> parts = new ArrayList<>();
    List<PlatformLabel> removals = planned.change().removals();
    Map<PlatformLabel, Deque<Integer>> positions = new HashMap<>();
    for (int i = 0; i < removals.size(); i++) {
      positions.computeIfAbsent(removals.get(i), label -> new ArrayDeque<>()).add(i);
    }
    for (PlatformLabel label : planned.before().labels()) {
      Integer removal = positions.getOrDefault(label, new ArrayDeque<>()).poll();
      if (removal == null) {
        base.add(label);
      } else {
        parts.add(new Part(false, removal, standing.removals().get(removal), label.label()));
      }
    }
    for (int i = 0; i < planned.change().additions().size(); i++) {
      parts.add(
          new Part(true, i, standing.additions().get(i), planned.change().additions().get(i)));
    }
    return parts;
  }

  private static Optional<FigureId> former(PlannedChange planned, Part part) {
    return part.isAddition()
        ? Optional.empty()
        : planned.change().removals().get(part.position()).id();
  }

  private static boolean isAbout(WriteBack writeBack, Label label) {
    return writeBack.isAbout(
        label.className(), label.score().isPresent() ? label.score().getAsDouble() : null);
  }

  Edit edit() {
    return edit;
  }

  /** The receipt for what has become of the edit. */
  Receipt receipt(PublishOutcome outcome) {
    Effect effect = outcome.effect();
    boolean hasNotLooked =
        outcome instanceof PublishOutcome.Unknown
            || (outcome instanceof PublishOutcome.Unchanged && effect.others().isEmpty());
    return new Receipt(
        planned.itemId(),
        dataset,
        edit.image(),
        outcome.word(),
        effect.additions(),
        effect.removals(),
        outcome.message(),
        after(effect),
        hasNotLooked ? others : effect.others());
  }

  private Standing after(Effect effect) {
    List<Presence> additions = new ArrayList<>(standing.additions());
    List<Presence> removals = new ArrayList<>(standing.removals());
    for (int i = 0; i < toAdd.size(); i++) {
      Part part = toAdd.get(i);
      (part.isAddition() ? additions : removals).set(part.position(), effect.added().get(i));
    }
    for (int i = 0; i < toRemove.size(); i++) {
      Part part = toRemove.get(i);
      if (effect.removed().get(i)) {
        (part.isAddition() ? additions : removals).set(part.position(), Presence.ABSENT);
      }
    }
    return new Standing(additions, removals);
  }
}
