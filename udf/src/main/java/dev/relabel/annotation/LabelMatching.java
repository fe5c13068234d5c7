package dev.relabel.annotation;

import java.util.List;

/**
 * Which labels of two lists are the same, as multisets: every label is used at most once, so of two
 * equal labels on the left and one on the right, one stays alone.
 *
 * <p>Labels are named by their position in the list given, which leads a caller back to IDs.
 *
 * @param pairs labels that are the same, by their left position
 * @param onlyLeft positions of the left labels without a partner, ascending
 * @param onlyRight positions of the right labels without a partner, ascending
 */
public record LabelMatching(List<Pair> pairs, List<Integer> onlyLeft, List<Integer> onlyRight) {
  public LabelMatching {
    pairs = List.copyOf(pairs);
    onlyLeft = List.copyOf(onlyLeft);
    onlyRight = List.copyOf(onlyRight);
  }

  /**
   * Two labels that are the same.
   *
   * @param left position in the left list
   * @param right position in the right list
   */
  public record Pair(int left, int right) {}

  /**
   * Matches two lists. Labels that are equal in class, canonical shape, tags and score come first;
   * of the rest, as many pairs as possible are made of labels that are the same within the
   * tolerance ({@link Sameness}), preferring near ones. The same lists give the same pairs.
   *
   * <p>Only labels of one class and kind that lie near each other are compared, so ten thousand
   * labels on an image are no trouble unless they all lie on one spot: where more than 32 labels
   * could be a label's partner, the nearest 32 are looked at first, and pairs may then be fewer
   * than possible, though never so that two labels that are the same stay alone.
   */
  public static LabelMatching match(List<Label> left, List<Label> right, Tolerance tolerance) {
    return new LabelMatcher(left, right, tolerance).match();
  }

  /** Whether every label has a partner. */
  public boolean isComplete() {
    return onlyLeft.isEmpty() && onlyRight.isEmpty();
  }
}
