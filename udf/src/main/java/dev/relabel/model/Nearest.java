package dev.relabel.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what somebody probably meant to write. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known words closest to this one, nearest first, at most {@code limit}; those that would
   * need more than half of the letters changed are left out.
   */
  public static List<String> to(String word, Collection<String> known, int limit) {
    String wanted = plain(word);
    return known.stream()
        .filter(
            candidate ->
                distance(wanted, plain(candidate))
                    <= Math.max(1, Math.max(wanted.length(), candidate.length()) / 2))
        .sorted(
            Comparator.comparingInt((String candidate) -> distance(wanted, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .toList();
  }

  /** " (did you mean …?)" or nothing. */
  public static String hint(String word, Collection<String> known) {
    List<String> nearest = to(word, known, 3);
    return nearest.isEmpty()
        ? ""
        : nearest.stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or ", " (did you mean ", "?)"));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** Edits between two words: insert, delete, replace, swap neighbours (optimal alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
