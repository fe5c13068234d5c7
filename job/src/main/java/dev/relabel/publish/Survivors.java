package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
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

  static Survivors of(List<PlatformLabel> before, List<PlatformLabel> now, Tolerance tolerance) {
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
    // A server may give all labels new IDs when it stores an image again; then content decides.
    // While some ID is still there, one that is gone was deleted.
    if (matchedIds.isEmpty()) {
      withoutId.addAll(gone);
    }
    List<PlatformLabel> appeared =
        new ArrayList<>(
            now.stream()
                .filter(label -> label.id().map(id -> !matchedIds.contains(id)).orElse(true))
                .toList());
    for (Origin origin : Origin.values()) {
      List<Integer> wanted =
          withoutId.stream().filter(i -> before.get(i).label().origin() == origin).toList();
      List<PlatformLabel> offered =
          appeared.stream().filter(label -> label.label().origin() == origin).toList();
      LabelMatching.match(
              wanted.stream().map(i -> before.get(i).label()).toList(), labels(offered), tolerance)
          .pairs()
          .forEach(
              pair -> {
                unchanged.put(wanted.get(pair.left()), offered.get(pair.right()));
                appeared.remove(offered.get(pair.right()));
              });
    }
    return new Survivors(unchanged, edited, appeared);
  }

  /** A person who corrects a machine's label may leave its place as it is. */
  private static boolean isUntouched(Label then, Label now, Tolerance tolerance) {
    return then.origin() == now.origin() && Sameness.same(then, now, tolerance);
  }

  static List<Label> labels(List<PlatformLabel> labels) {
    return labels.stream().map(PlatformLabel::label).toList();
  }
}
