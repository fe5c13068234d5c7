package dev.relabel.publish;

import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import java.util.List;
import java.util.Optional;

/**
 * How far an image's change is carried out, as far as the run knows: which of the labels that it is
 * about are on the platform.
 *
 * @param additions by position in {@link Change#additions()}
 * @param removals by position in {@link Change#removals()}
 */
public record Standing(List<Presence> additions, List<Presence> removals) {
  /**
   * One label.
   *
   * @param isThere whether it is on the image
   * @param figure its ID there; empty if it is not there, or its ID is not known
   */
  public record Presence(boolean isThere, Optional<FigureId> figure) {
    static final Presence ABSENT = new Presence(false, Optional.empty());

    /** It is there, perhaps under an ID that is not known. */
    static Presence there(Optional<FigureId> figure) {
      return new Presence(true, figure);
    }
  }

  public Standing {
    additions = List.copyOf(additions);
    removals = List.copyOf(removals);
  }

  /** Nothing has been written yet. */
  static Standing untouched(Change change) {
    return new Standing(
        change.additions().stream().map(label -> Presence.ABSENT).toList(),
        change.removals().stream().map(PlatformLabel::id).map(Presence::there).toList());
  }

  /**
   * What to assume before a change is taken back when it is not known how far it got: that all of
   * it is carried out. What is not found then needs no taking back.
   */
  Standing assumedDone() {
    return new Standing(
        additions.stream().map(each -> Presence.there(each.figure())).toList(),
        removals.stream().map(each -> Presence.ABSENT).toList());
  }
}
