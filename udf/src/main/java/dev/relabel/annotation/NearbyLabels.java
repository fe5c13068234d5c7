package dev.relabel.annotation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Finds, among labels of one class and kind, those that could be the same. */
final class NearbyLabels {
  /** Bounds the memory where many labels lie on one spot. */
  static final int MOST_CANDIDATES = 32;

  /** And how far the bound may grow, because each new search compares the crowd again. */
  static final int MOST_CANDIDATES_IN_A_CROWD = 512;

  private final List<Label> left;
  private final List<Label> right;
  private final Tolerance tolerance;

  /** How far apart the sides of the bounding boxes of two shapes that are the same can lie. */
  private final double reach;

  /**
   * Two labels that are the same within the tolerance.
   *
   * @param difference between their shapes
   * @param scoreDifference between their scores, 0 where one has none
   */
  record Candidate(int left, int right, double difference, double scoreDifference) {
    static final Comparator<Candidate> NEAREST_FIRST =
        Comparator.comparingDouble(Candidate::difference)
            .thenComparingDouble(Candidate::scoreDifference)
            .thenComparingInt(Candidate::left)
            .thenComparingInt(Candidate::right);

    Candidate of(int equalLeft) {
      return new Candidate(equalLeft, right, difference, scoreDifference);
    }
  }

  /**
   * A label's place for the search.
   *
   * @param key what the search is ordered by: the left side, or a mask's area
   * @param kind the same for equal right labels
   */
  private record Place(int label, double key, Rectangle box, int kind) {}

  NearbyLabels(List<Label> left, List<Label> right, Tolerance tolerance) {
    this.left = left;
    this.right = right;
    this.tolerance = tolerance;
    // A turned box's corner moves along both axes and with the angle; a flat shape's box is the
    // pixel that holds it.
    this.reach = 3 * tolerance.pixels() + 1 + 3 * Sameness.DUST;
  }

  /** For each of these left labels that has any, its candidates, nearest first, at most so many. */
  Map<Integer, List<Candidate>> candidates(List<Integer> lefts, List<Integer> rights, int most) {
    // Labels on one spot are often equal; each kind of them is compared once.
    Map<Label, Integer> kinds = new HashMap<>();
    Place[] places =
        rights.stream()
            .map(i -> place(i, right.get(i), kind(kinds, right.get(i))))
            .toArray(Place[]::new);
    Arrays.sort(places, Comparator.comparingDouble(Place::key));
    Map<Integer, List<Candidate>> candidates = new HashMap<>();
    Map<Label, List<Candidate>> known = new HashMap<>();
    for (int i : lefts) {
      Label label = left.get(i);
      List<Candidate> found = known.get(label);
      if (found == null) {
        found = candidates(place(i, label, 0), places, new OptionalDouble[kinds.size()], most);
        known.put(label, found);
      }
      if (!found.isEmpty()) {
        candidates.put(i, found.stream().map(each -> each.of(i)).toList());
      }
    }
    return candidates;
  }

  private List<Candidate> candidates(
      Place place, Place[] others, @Nullable OptionalDouble[] differences, int most) {
    Label label = left.get(place.label());
    boolean isMask = label.geometry() instanceof Mask;
    // Masks can be alike and yet reach differently far; but their areas cannot differ much.
    double least = isMask ? place.key() * tolerance.maskIou() - 1 : place.key() - reach;
    double last = isMask ? place.key() / tolerance.maskIou() + 1 : place.key() + reach;
    PriorityQueue<Candidate> found = new PriorityQueue<>(Candidate.NEAREST_FIRST.reversed());
    for (int at = firstFrom(others, least); at < others.length && others[at].key() <= last; at++) {
      Place other = others[at];
      if (isMask ? place.box().overlaps(other.box()) : near(place.box(), other.box())) {
        Label partner = right.get(other.label());
        OptionalDouble difference = differences[other.kind()];
        if (difference == null) {
          difference = Sameness.difference(label, partner, tolerance);
          differences[other.kind()] = difference;
        }
        boolean full = found.size() == most;
        if (difference.isPresent()
            && (!full || difference.getAsDouble() <= found.element().difference())) {
          found.add(
              new Candidate(
                  place.label(),
                  other.label(),
                  difference.getAsDouble(),
                  scoreDifference(label, partner)));
          if (found.size() > most) {
            found.remove(); // the farthest
          }
        }
      }
    }
    return found.stream().sorted(Candidate.NEAREST_FIRST).toList();
  }

  private boolean near(Rectangle a, Rectangle b) {
    return Math.abs(a.left() - b.left()) <= reach
        && Math.abs(a.top() - b.top()) <= reach
        && Math.abs(a.right() - b.right()) <= reach
        && Math.abs(a.bottom() - b.bottom()) <= reach;
  }

  private static int firstFrom(Place[] places, double key) {
    int low = 0;
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle].key() < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double scoreDifference(Label a, Label b) {
    return a.score().isPresent() && b.score().isPresent()
        ? Math.abs(a.score().getAsDouble() - b.score().getAsDouble())
        : 0;
  }

  private static int kind(Map<Label, Integer> kinds, Label label) {
    int next = kinds.size();
    Integer known = kinds.putIfAbsent(label, next);
    return known == null ? next : known;
  }

  private static Place place(int label, Label of, int kind) {
    Geometry geometry = of.geometry();
    Rectangle box = geometry.bounds();
    return new Place(label, geometry instanceof Mask ? geometry.area() : box.left(), box, kind);
  }
}
