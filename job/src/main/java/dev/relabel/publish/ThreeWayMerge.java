package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left to do on an image: the run's change, seen against what the image holds now.
 *
 * <p>Labels are compared as multisets: two equal labels are two. What a person added, edited or
 * deleted since {@code before} is never undone:
 *
 * <table>
 * <caption>Fate of a label</caption>
 * <tr><th>label</th><th>is now</th><th>then</th></tr>
 * <tr><td>to be added</td><td>absent</td><td>add it</td></tr>
 * <tr><td>to be added</td><td>there, beyond what was there before</td><td>done already</td></tr>
 * <tr><td>to be removed</td><td>as before</td><td>remove it</td></tr>
 * <tr><td>to be removed</td><td>changed</td><td>leave it, a conflict</td></tr>
 * <tr><td>to be removed</td><td>gone</td><td>done already</td></tr>
 * <tr><td>neither</td><td>anything</td><td>leave it</td></tr>
 * </table>
 *
 * @param additions labels still to be added
 * @param removals labels still to be removed, with their present IDs
 * @param conflicts labels that the run would have removed or replaced, had no person worked on them
 * @param keptRemovals how many of the conflicts are labels that the run meant to remove
 */
public record ThreeWayMerge(
    List<Label> additions,
    List<PlatformLabel> removals,
    List<PlatformLabel> conflicts,
    int keptRemovals) {
  public ThreeWayMerge {
    additions = List.copyOf(additions);
    removals = List.copyOf(removals);
    conflicts = List.copyOf(conflicts);
  }

  /** Whether nothing is left to do. */
  public boolean isDone() {
    return additions.isEmpty() && removals.isEmpty();
  }

  /**
   * Merges a change into what is there now.
   *
   * @param before what was there when the change was decided
   * @param current what is there now
   * @param mode only {@link UploadMode#REPLACE} counts labels that appeared meanwhile as conflicts
   */
  public static ThreeWayMerge of(
      PlatformAnnotation before,
      Change change,
      PlatformAnnotation current,
      UploadMode mode,
      Tolerance tolerance) {
    Survivors survivors = Survivors.of(before.labels(), current.labels(), tolerance);
    Map<PlatformLabel, Integer> removable = new HashMap<>();
    change.removals().forEach(label -> removable.merge(label, 1, Integer::sum));
    List<PlatformLabel> removals = new ArrayList<>();
    List<PlatformLabel> conflicts = new ArrayList<>();
    for (int i = 0; i < before.labels().size(); i++) {
      if (removable.merge(before.labels().get(i), -1, Integer::sum) < 0) {
        continue;
      }
      PlatformLabel now = survivors.unchanged().get(i);
      if (now != null) {
        removals.add(now);
      } else if (survivors.edited().containsKey(i)) {
        conflicts.add(survivors.edited().get(i));
      }
    }
    int keptRemovals = conflicts.size();
    List<Label> appeared = survivors.appeared().stream().map(PlatformLabel::label).toList();
    LabelMatching done = LabelMatching.match(change.additions(), appeared, tolerance);
    List<Label> additions = new ArrayList<>();
    done.onlyLeft().forEach(index -> additions.add(change.additions().get(index)));
    if (mode == UploadMode.REPLACE) {
      done.onlyRight().forEach(index -> conflicts.add(survivors.appeared().get(index)));
    }
    return new ThreeWayMerge(additions, removals, conflicts, keptRemovals);
  }

  /**
   * Labels that the change has added more often than it meant to: made by a machine, not there
   * before, equal to one of its additions and beyond their number. The oldest stay, so that two who
   * look at the same image agree.
   */
  static List<FigureId> doubles(
      PlatformAnnotation before, Change change, PlatformAnnotation current, Tolerance tolerance) {
    List<PlatformLabel> appeared =
        Survivors.of(before.labels(), current.labels(), tolerance).appeared().stream()
            .filter(label -> label.id().isPresent() && label.label().origin() == Origin.MACHINE)
            .sorted(Comparator.comparingLong(label -> label.id().orElseThrow().value()))
            .toList();
    LabelMatching wanted =
        LabelMatching.match(
            change.additions(), appeared.stream().map(PlatformLabel::label).toList(), tolerance);
    return wanted.onlyRight().stream()
        .map(appeared::get)
        .filter(
            label ->
                change.additions().stream()
                    .anyMatch(each -> Sameness.same(each, label.label(), tolerance)))
        .map(label -> label.id().orElseThrow())
        .toList();
  }

  /**
   * Which labels of {@code before} are still there.
   *
   * @param unchanged by position in {@code before}: the label now
   * @param edited by position in {@code before}: the label of the same ID, changed since
   * @param appeared labels that were not there before
   */
  private record Survivors(
      Map<Integer, PlatformLabel> unchanged,
      Map<Integer, PlatformLabel> edited,
      List<PlatformLabel> appeared) {

    static Survivors of(
        List<PlatformLabel> before, List<PlatformLabel> current, Tolerance tolerance) {
      Map<FigureId, PlatformLabel> byId = new HashMap<>();
      current.forEach(label -> label.id().ifPresent(id -> byId.put(id, label)));
      Map<Integer, PlatformLabel> unchanged = new HashMap<>();
      Map<Integer, PlatformLabel> edited = new HashMap<>();
      Set<FigureId> matchedIds = new HashSet<>();
      List<Integer> unmatchedBefore = new ArrayList<>();
      for (int i = 0; i < before.size(); i++) {
        PlatformLabel then = before.get(i);
        PlatformLabel now = then.id().map(byId::get).orElse(null);
        if (now == null) {
          unmatchedBefore.add(i);
          continue;
        }
        now.id().ifPresent(matchedIds::add);
        // A person who corrects a machine's label may leave its place as it is.
        boolean same =
            then.label().origin() == now.label().origin()
                && Sameness.same(then.label(), now.label(), tolerance);
        (same ? unchanged : edited).put(i, now);
      }
      List<PlatformLabel> unmatchedNow =
          current.stream()
              .filter(label -> label.id().map(id -> !matchedIds.contains(id)).orElse(true))
              .toList();
      // A server may give all labels new IDs when it stores an image again; then content decides.
      // While some ID is still there, one that is gone was deleted.
      List<Integer> renumbered = matchedIds.isEmpty() ? unmatchedBefore : List.of();
      LabelMatching byContent =
          LabelMatching.match(
              renumbered.stream().map(i -> before.get(i).label()).toList(),
              unmatchedNow.stream().map(PlatformLabel::label).toList(),
              tolerance);
      byContent
          .pairs()
          .forEach(
              pair -> unchanged.put(renumbered.get(pair.left()), unmatchedNow.get(pair.right())));
      List<PlatformLabel> appeared = new ArrayList<>();
      byContent.onlyRight().forEach(index -> appeared.add(unmatchedNow.get(index)));
      return new Survivors(unchanged, edited, appeared);
    }
  }
}
