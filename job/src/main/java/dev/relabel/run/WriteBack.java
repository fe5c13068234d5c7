package dev.relabel.run;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One passage over a run's images that brings its changes onto the platform or takes them back.
 *
 * @param kind which way
 * @param classes for an undo: only labels of these classes; empty for all
 * @param minScore for an undo: only labels with at least this score; null for any
 * @param maxScore for an undo: only labels with at most this score; null for any
 */
public record WriteBack(
    Kind kind, List<String> classes, @Nullable Double minScore, @Nullable Double maxScore)
    implements Serializable {
  /** The two ways. */
  public enum Kind {
    PUBLISH,
    UNDO
  }

  /** Carrying all changes out. */
  public static final WriteBack PUBLISH = new WriteBack(Kind.PUBLISH, List.of(), null, null);

  /** Taking all changes back. */
  public static final WriteBack UNDO = new WriteBack(Kind.UNDO, List.of(), null, null);

  public WriteBack {
    classes = List.copyOf(classes);
    checkScore(minScore);
    checkScore(maxScore);
    if (minScore != null && maxScore != null && minScore > maxScore) {
      throw new IllegalArgumentException(
          "The least score %s is above the largest, %s".formatted(minScore, maxScore));
    }
  }

  private static void checkScore(@Nullable Double score) {
    if (score != null && !(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("A score lies in 0–1, not " + score);
    }
  }

  /** The options of {@code relabel undo} that ask for this, each with a blank before it. */
  String options() {
    return (classes.isEmpty() ? "" : " --classes " + String.join(",", classes))
        + (minScore == null ? "" : " --min-score " + minScore)
        + (maxScore == null ? "" : " --max-score " + maxScore);
  }

  /** Whether it leaves out some of the labels. */
  boolean isPartial() {
    return !classes.isEmpty() || minScore != null || maxScore != null;
  }

  /** Whether a label is among those that the write-back is about; one without score has none. */
  public boolean isAbout(String className, @Nullable Double score) {
    boolean isInClass = classes.isEmpty() || classes.contains(className);
    boolean isAbove = minScore == null || (score != null && score >= minScore);
    boolean isBelow = maxScore == null || (score != null && score <= maxScore);
    return isInClass && isAbove && isBelow;
  }
}
