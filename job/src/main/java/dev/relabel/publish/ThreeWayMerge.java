package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What is left to do on an image: an edit, seen against what the image holds now.
 *
 * <p>Labels are compared as multisets: two equal labels are two. What a person added, edited or
 * deleted since {@code base} is never undone:
 *
 * <table>
 * <caption>Fate of a label</caption>
 * <tr><th>label</th><th>is now</th><th>then</th></tr>
 * <tr><td>to be added</td><td>absent</td><td>add it</td></tr>
 * <tr><td>to be added</td><td>there, beyond what was there before</td><td>done already</td></tr>
 * <tr><td>to be removed</td><td>as before</td><td>remove it</td></tr>
 * <tr><td>to be removed</td><td>changed</td><td>leave it, a conflict</td></tr>
 * <tr><td>to be removed</td><td>gone</td><td>done already, by the run or by others</td></tr>
 * <tr><td>neither</td><td>anything</td><td>leave it</td></tr>
 * </table>
 *
 * @param additions by position in the change: the label that is there already, empty if it is still
 *     to be added
 * @param ofOthers positions of additions that are not made, as somebody else has made them: an
 *     image carries a tag of a kind only once
 * @param removals by position in the change: what is left of the label
 * @param others what somebody else has done since {@code base}
 */
public record ThreeWayMerge(
    List<Optional<PlatformLabel>> additions,
    Set<Integer> ofOthers,
    List<Removal> removals,
    List<OtherEdit> others) {
  /**
   * A label to be removed.
   *
   * @param now the label that is there, empty if it is gone
   * @param isKept whether the run leaves it to somebody else, who has changed or deleted it
   */
  public record Removal(Optional<PlatformLabel> now, boolean isKept) {
    private static final Removal DONE = new Removal(Optional.empty(), false);
    private static final Removal OF_OTHERS = new Removal(Optional.empty(), true);

    boolean isOpen() {
      return now.isPresent() && !isKept;
    }

    /** Whether the label is gone, and the run may have done that. */
    boolean isDone() {
      return now.isEmpty() && !isKept;
    }
  }

  public ThreeWayMerge {
    additions = List.copyOf(additions);
    ofOthers = Set.copyOf(ofOthers);
    removals = List.copyOf(removals);
    others = List.copyOf(others);
  }

  /** Whether nothing is left to do. */
  public boolean isDone() {
    return IntStream.range(0, additions.size()).noneMatch(this::isMissing)
        && removals.stream().noneMatch(Removal::isOpen);
  }

  /**
   * Whether what an earlier attempt has sent may still change the labels that the edit is about:
   * one may appear that is to be added, even where a person has drawn the same, or that is to be
   * taken back and nobody knows the ID of; and one may yet be removed that is to be put back.
   */
  boolean mayStillChange(Edit edit) {
    Change change = edit.change();
    for (int i = 0; i < additions.size(); i++) {
      Origin origin = change.additions().get(i).origin();
      Optional<PlatformLabel> there = additions.get(i);
      if (there.filter(label -> label.label().origin() == origin).isEmpty()
          || (edit.former().get(i).isPresent()
              && there.flatMap(PlatformLabel::id).equals(edit.former().get(i)))) {
        return true;
      }
    }
    for (int i = 0; i < removals.size(); i++) {
      if (removals.get(i).now().isEmpty() && change.removals().get(i).id().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean isMissing(int addition) {
    return additions.get(addition).isEmpty() && !ofOthers.contains(addition);
  }

  /** Those of the change's additions that are still missing, in order. */
  List<Label> toAdd(Change change) {
    List<Label> missing = new ArrayList<>();
    for (int i = 0; i < additions.size(); i++) {
      if (isMissing(i)) {
        missing.add(change.additions().get(i));
      }
    }
    return missing;
  }

  /** The labels that are still to be removed, as they are now. */
  List<PlatformLabel> toRemove() {
    return removals.stream()
        .filter(Removal::isOpen)
        .flatMap(removal -> removal.now().stream())
        .filter(label -> label.id().isPresent())
        .toList();
  }

  /**
   * The same, where what is gone and cannot have been removed by the run was deleted by somebody
   * else: then it is theirs, and nothing that the run would put back.
   */
  ThreeWayMerge deletedByOthers(Change change, Predicate<PlatformLabel> mayBeTheRuns) {
    List<Removal> attributed = new ArrayList<>(removals);
    List<OtherEdit> more = new ArrayList<>(others);
    for (int i = 0; i < attributed.size(); i++) {
      PlatformLabel label = change.removals().get(i);
      if (attributed.get(i).isDone() && !mayBeTheRuns.test(label)) {
        attributed.set(i, Removal.OF_OTHERS);
        more.add(new OtherEdit(OtherEdit.Kind.DELETED, label, false));
      }
    }
    return new ThreeWayMerge(additions, ofOthers, attributed, more);
  }

  /**
   * The same, where a tag that is to be added and is there already was put there by somebody else:
   * nothing tells a person's tag from the run's, so it is the run's only if the run may have put it
   * there. Then nothing is added, and nothing taken back later.
   *
   * @param isSentBefore whether the run may have added labels that it does not know of
   */
  ThreeWayMerge tagsByOthers(Edit edit, PlatformAnnotation current, boolean isSentBefore) {
    List<Optional<PlatformLabel>> own = new ArrayList<>(additions);
    Set<Integer> theirs = new HashSet<>(ofOthers);
    List<OtherEdit> more = new ArrayList<>(others);
    for (int i = 0; i < own.size(); i++) {
      Label wanted = edit.change().additions().get(i);
      if (!(wanted.geometry() instanceof WholeImage)) {
        continue;
      }
      Optional<PlatformLabel> there = own.get(i);
      boolean neverRemoved = there.isPresent() && there.get().id().equals(edit.former().get(i));
      if (there.isPresent() && !neverRemoved && !isSentBefore) {
        own.set(i, Optional.empty());
        theirs.add(i);
        more.add(new OtherEdit(OtherEdit.Kind.ADDED, there.get(), edit.isExclusive()));
      } else if (there.isEmpty() && staysThere(current, wanted)) {
        theirs.add(i);
      }
    }
    return new ThreeWayMerge(own, theirs, removals, more);
  }

  /** Whether a tag of that kind is there that this merge does not remove. */
  private boolean staysThere(PlatformAnnotation current, Label wanted) {
    return current.labels().stream()
        .filter(
            each ->
                each.label().geometry() instanceof WholeImage
                    && each.label().className().equals(wanted.className()))
        .anyMatch(each -> !toRemove().contains(each));
  }

  /** Merges an edit into what is there now. */
  public static ThreeWayMerge of(Edit edit, PlatformAnnotation current, Tolerance tolerance) {
    List<PlatformLabel> base = edit.base().labels();
    Change change = edit.change();
    Survivors survivors = Survivors.of(base, current.labels(), change.additions(), tolerance);
    List<OtherEdit> others = new ArrayList<>();
    Removal[] removals = new Removal[change.removals().size()];
    Map<PlatformLabel, Deque<Integer>> removable = positions(change.removals());
    for (int i = 0; i < base.size(); i++) {
      Optional<PlatformLabel> same = Optional.ofNullable(survivors.unchanged().get(i));
      Optional<PlatformLabel> changed = Optional.ofNullable(survivors.edited().get(i));
      Integer removal = removable.getOrDefault(base.get(i), new ArrayDeque<>()).poll();
      if (removal != null) {
        removals[removal] =
            changed.isPresent() ? new Removal(changed, true) : new Removal(same, false);
      }
      boolean isRemoval = removal != null;
      changed.ifPresent(
          label -> others.add(new OtherEdit(OtherEdit.Kind.EDITED, label, isRemoval)));
      if (same.isEmpty() && changed.isEmpty() && !isRemoval) {
        others.add(new OtherEdit(OtherEdit.Kind.DELETED, base.get(i), false));
      }
    }
    List<PlatformLabel> appeared = new ArrayList<>(survivors.appeared());
    List<Optional<PlatformLabel>> additions = present(edit, appeared, tolerance);
    appeared.forEach(
        label -> others.add(new OtherEdit(OtherEdit.Kind.ADDED, label, edit.isExclusive())));
    return new ThreeWayMerge(
        additions,
        Set.of(),
        Arrays.stream(removals).map(removal -> removal == null ? Removal.DONE : removal).toList(),
        others);
  }

  private static Map<PlatformLabel, Deque<Integer>> positions(List<PlatformLabel> labels) {
    Map<PlatformLabel, Deque<Integer>> positions = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      positions.computeIfAbsent(labels.get(i), label -> new ArrayDeque<>()).add(i);
    }
    return positions;
  }

  /**
   * Which of the wanted labels have appeared; they are taken from the list. One of the same origin
   * is preferred, but a server may not keep that.
   */
  private static List<Optional<PlatformLabel>> present(
      Edit edit, List<PlatformLabel> appeared, Tolerance tolerance) {
    List<Label> wanted = edit.change().additions();
    List<Optional<PlatformLabel>> present = new ArrayList<>();
    for (Optional<FigureId> former : edit.former()) {
      Optional<PlatformLabel> there =
          appeared.stream()
              .filter(label -> former.isPresent() && label.id().equals(former))
              .findFirst();
      present.add(there);
      there.ifPresent(appeared::remove);
    }
    for (Origin origin : Origin.values()) {
      pair(wanted, appeared, present, label -> label.origin() == origin, tolerance);
    }
    pair(wanted, appeared, present, label -> true, tolerance);
    return present;
  }

  private static void pair(
      List<Label> wanted,
      List<PlatformLabel> appeared,
      List<Optional<PlatformLabel>> present,
      Predicate<Label> which,
      Tolerance tolerance) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (present.get(i).isEmpty() && which.test(wanted.get(i))) {
        open.add(i);
      }
    }
    List<PlatformLabel> offered =
        appeared.stream().filter(label -> which.test(label.label())).toList();
    LabelMatching.match(
            open.stream().map(wanted::get).toList(), Survivors.labels(offered), tolerance)
        .pairs()
        .forEach(
            pair -> {
              PlatformLabel there = offered.get(pair.right());
              present.set(open.get(pair.left()), Optional.of(there));
              appeared.remove(there);
            });
  }

  /**
   * Labels that an edit has added more often than it meant to: not there before, equal to one of
   * its additions and beyond their number. The oldest stay, so that two who look at the same image
   * agree.
   */
  static List<PlatformLabel> doubles(Edit edit, PlatformAnnotation current, Tolerance tolerance) {
    List<PlatformLabel> appeared =
        Survivors.of(edit.base().labels(), current.labels(), edit.change().additions(), tolerance)
            .appeared()
            .stream()
            .filter(label -> label.id().isPresent() && isAddition(edit, label, tolerance))
            .filter(label -> !(label.label().geometry() instanceof WholeImage)) // there is only one
            .sorted(Comparator.comparing(label -> label.id().orElseThrow()))
            .toList();
    return LabelMatching.match(edit.change().additions(), Survivors.labels(appeared), tolerance)
        .onlyRight()
        .stream()
        .map(appeared::get)
        .toList();
  }

  private static boolean isAddition(Edit edit, PlatformLabel label, Tolerance tolerance) {
    return edit.change().additions().stream()
        .anyMatch(
            each ->
                each.origin() == label.label().origin()
                    && Sameness.same(each, label.label(), tolerance));
  }
}
