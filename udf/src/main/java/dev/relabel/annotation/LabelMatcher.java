package dev.relabel.annotation;

import dev.relabel.annotation.NearbyLabels.Candidate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/** Makes one {@link LabelMatching}. */
final class LabelMatcher {
  private static final int NONE = -1;

  private final List<Label> left;
  private final List<Label> right;
  private final Tolerance tolerance;
  private final int[] partnerOfLeft;
  private final int[] partnerOfRight;

  /** Everything that makes labels equal, in one spelling. */
  private record Spelling(
      String className, Geometry geometry, List<Tag> tags, OptionalDouble score) {
    static Spelling of(Label label) {
      return new Spelling(
          label.className(),
          Canonical.of(label.geometry()),
          label.tags().stream().sorted(Tag.BY_NAME_AND_VALUE).toList(),
          label.score());
    }
  }

  private record Group(String className, GeometryKind kind) {}

  LabelMatcher(List<Label> left, List<Label> right, Tolerance tolerance) {
    this.left = List.copyOf(left);
    this.right = List.copyOf(right);
    this.tolerance = tolerance;
    this.partnerOfLeft = new int[left.size()];
    this.partnerOfRight = new int[right.size()];
    Arrays.fill(partnerOfLeft, NONE);
    Arrays.fill(partnerOfRight, NONE);
  }

  LabelMatching match() {
    pairEqual();
    Map<Group, List<Integer>> lefts = alone(left, partnerOfLeft);
    Map<Group, List<Integer>> rights = alone(right, partnerOfRight);
    lefts.forEach((group, members) -> pairSame(members, rights.getOrDefault(group, List.of())));
    List<LabelMatching.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < partnerOfLeft.length; i++) {
      if (partnerOfLeft[i] != NONE) {
        pairs.add(new LabelMatching.Pair(i, partnerOfLeft[i]));
      }
    }
    return new LabelMatching(pairs, withoutPartner(partnerOfLeft), withoutPartner(partnerOfRight));
  }

  private void pairEqual() {
    Map<Spelling, Deque<Integer>> bySpelling = new HashMap<>();
    for (int i = 0; i < right.size(); i++) {
      bySpelling.computeIfAbsent(Spelling.of(right.get(i)), key -> new ArrayDeque<>()).add(i);
    }
    for (int i = 0; i < left.size(); i++) {
      Deque<Integer> equal = bySpelling.get(Spelling.of(left.get(i)));
      if (equal != null && !equal.isEmpty()) {
        pair(i, equal.remove());
      }
    }
  }

  private void pairSame(List<Integer> lefts, List<Integer> rights) {
    NearbyLabels nearby = new NearbyLabels(left, right, tolerance);
    List<Integer> restLeft = lefts;
    List<Integer> restRight = rights;
    boolean foundSome = true;
    int most = NearbyLabels.MOST_CANDIDATES;
    // Once is enough but where labels crowd so that not all candidates were looked at.
    while (foundSome && !restLeft.isEmpty() && !restRight.isEmpty()) {
      Map<Integer, List<Candidate>> candidates = nearby.candidates(restLeft, restRight, most);
      foundSome = !candidates.isEmpty();
      pairNearest(candidates);
      pairByMovingOthers(candidates);
      restLeft = restLeft.stream().filter(i -> partnerOfLeft[i] == NONE).toList();
      restRight = restRight.stream().filter(i -> partnerOfRight[i] == NONE).toList();
      most = Math.min(2 * most, NearbyLabels.MOST_CANDIDATES_IN_A_CROWD);
    }
  }

  private void pairNearest(Map<Integer, List<Candidate>> candidates) {
    candidates.values().stream()
        .flatMap(List::stream)
        .sorted(Candidate.NEAREST_FIRST)
        .forEach(
            each -> {
              if (partnerOfLeft[each.left()] == NONE && partnerOfRight[each.right()] == NONE) {
                pair(each.left(), each.right());
              }
            });
  }

  /**
   * Finds partners for labels that came too late, by giving those who were first other partners:
   * augmenting paths (Berge), shortest first. What a search in vain has seen cannot help later
   * ones, so each right label is seen in vain once.
   */
  private void pairByMovingOthers(Map<Integer, List<Candidate>> candidates) {
    Set<Integer> seenInVain = new HashSet<>();
    for (int start : candidates.keySet().stream().sorted().toList()) {
      if (partnerOfLeft[start] != NONE) {
        continue;
      }
      Map<Integer, Integer> cameFrom = new HashMap<>(); // right label → left label
      int end = search(start, candidates, cameFrom, seenInVain);
      if (end == NONE) {
        seenInVain.addAll(cameFrom.keySet());
      }
      int at = end;
      while (at != NONE) {
        int mover = Objects.requireNonNull(cameFrom.get(at));
        int freed = partnerOfLeft[mover];
        pair(mover, at);
        at = mover == start ? NONE : freed;
      }
    }
  }

  /** A free right label that can be reached from a free left one, or {@link #NONE}. */
  private int search(
      int start,
      Map<Integer, List<Candidate>> candidates,
      Map<Integer, Integer> cameFrom,
      Set<Integer> seenInVain) {
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (Candidate each : candidates.getOrDefault(open.remove(), List.of())) {
        if (!seenInVain.contains(each.right())
            && cameFrom.putIfAbsent(each.right(), each.left()) == null) {
          if (partnerOfRight[each.right()] == NONE) {
            return each.right();
          }
          open.add(partnerOfRight[each.right()]);
        }
      }
    }
    return NONE;
  }

  private void pair(int leftLabel, int rightLabel) {
    partnerOfLeft[leftLabel] = rightLabel;
    partnerOfRight[rightLabel] = leftLabel;
  }

  private static Map<Group, List<Integer>> alone(List<Label> labels, int[] partners) {
    Map<Group, List<Integer>> groups = new LinkedHashMap<>();
    for (int i : withoutPartner(partners)) {
      Label label = labels.get(i);
      Group group = new Group(label.className(), label.geometry().kind());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(i);
    }
    return groups;
  }

  private static List<Integer> withoutPartner(int[] partners) {
    List<Integer> alone = new ArrayList<>();
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] == NONE) {
        alone.add(i);
      }
    }
    return alone;
  }
}
