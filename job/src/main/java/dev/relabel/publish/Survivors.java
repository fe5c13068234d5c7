package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which labels of an earlier state are still there.
 *
 * @param unchanged by position in the earlier state: the label now
 * @param edited by position in the earlier state: the label of the same ID, changed since
 * @param appeared labels that were not there before
 */
record Survivors(
    Map<Integer, PlatformLabel> unchanged,
    Map<Integer, PlatformLabel> edited,
    List<PlatformLabel> appeared) {

  /**
   * Compares two states.
   *
   * @param additions what somebody may have added in between: a label that could be one of these or
   *     one of before under another ID is one of these
   */
  static Survivors of(
      List<PlatformLabel> before,
      List<PlatformLabel> now,
      List<Label> additions,
      Tolerance tolerance) {
    Map<FigureId, PlatformLabel> byId = new HashMap<>();
    now.forEach(label -> label.id().ifPresent(id -> byId.put(id, label)));
    Map<Integer, PlatformLabel> unchanged = new HashMap<>();
    Map<Integer, PlatformLabel> edited = new HashMap<>();
    Set<FigureId> matchedIds = new HashSet<>();
    List<Integer> withoutId = new ArrayList<>();
    List<Integer> gone = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      PlatformLabel then = before.get(i);
      PlatformLabel same = then.id().map(byId::get).orElse(null);
      if (same == null) {
        (then.id().isEmpty() ? withoutId : gone).add(i);
        continue;
      }
      same.id().ifPresent(matchedIds::add);
      (isUntouched(then.label(), same.label(), tolerance) ? unchanged : edited).put(i, same);
    }
    List<PlatformLabel> appeared =
        new ArrayList<>(
            now.stream()
                .filter(label -> label.id().map(id -> !matchedIds.contains(id)).orElse(true))
                .toList());
    pair(before, withoutId, appeared, List.of(), unchanged, tolerance);
    // A server may give all labels new IDs when it stores an image again; then content decides.
    // While some ID is still there, one that is gone was deleted. A person's label is never taken
    // for another: to remove it would destroy work.
    if (matchedIds.isEmpty()) {
      List<Integer> machines =
          gone.stream().filter(i -> !mayBePersonsWork(before.get(i).label())).toList();
      pair(before, machines, appeared, additions, unchanged, tolerance);
    }
    return new Survivors(unchanged, edited, appeared);
  }

  /** Finds labels by content among those that have appeared, and takes them from these. */
  private static void pair(
      List<PlatformLabel> before,
      List<Integer> wanted,
      List<PlatformLabel> appeared,
      List<Label> additions,
      Map<Integer, PlatformLabel> unchanged,
      Tolerance tolerance) {
    for (Origin origin : Origin.values()) {
      List<PlatformLabel> offered =
          appeared.stream().filter(label -> label.label().origin() == origin).toList();
      List<Label> added = additions.stream().filter(each -> each.origin() == origin).toList();
      List<PlatformLabel> free =
          LabelMatching.match(added, labels(offered), tolerance).onlyRight().stream()
              .map(offered::get)
              .toList();
      List<Integer> some =
          wanted.stream().filter(i -> before.get(i).label().origin() == origin).toList();
      LabelMatching.match(
              some.stream().map(i -> before.get(i).label()).toList(), labels(free), tolerance)
          .pairs()
          .forEach(
              pair -> {
                unchanged.put(some.get(pair.left()), free.get(pair.right()));
                appeared.remove(free.get(pair.right()));
              });
    }
  }

  /** Of a tag on an image nobody knows who put it there. */
  private static boolean mayBePersonsWork(Label label) {
    return label.origin().isPersonsWork() || label.geometry() instanceof WholeImage;
  }

  /** A person who corrects a machine's label may leave its place as it is. */
  private static boolean isUntouched(Label then, Label now, Tolerance tolerance) {
    return then.origin() == now.origin() && Sameness.same(then, now, tolerance);
  }

  static List<Label> labels(List<PlatformLabel> labels) {
    return labels.stream().map(PlatformLabel::label).toList();
  }
}
