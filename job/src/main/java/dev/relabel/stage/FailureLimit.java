package dev.relabel.stage;

import java.util.Optional;

/**
 * How many items of a run may fail.
 *
 * @param share as a share of all items, 0–1; used when there is no count
 * @param count as a number of items, or -1 to use the share
 */
public record FailureLimit(double share, long count) {
  /** One in a hundred: bad images happen, more of them is worth a look. */
  public static final FailureLimit DEFAULT = new FailureLimit(0.01, -1);

  /** However many. */
  public static final FailureLimit NONE = new FailureLimit(1, -1);

  /** Reads {@code 25} as a count, {@code 0.05} or {@code 5%} as a share. */
  public static Optional<FailureLimit> parse(String text) {
    try {
      if (text.matches("\\d+")) {
        return Optional.of(new FailureLimit(0, Long.parseLong(text)));
      }
      double share =
          text.endsWith("%")
              ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
              : Double.parseDouble(text);
      return share >= 0 && share <= 1 ? Optional.of(new FailureLimit(share, -1)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether so many failures of so many items are within the limit. */
  public boolean allows(long failures, long items) {
    return count >= 0 ? failures <= count : failures <= share * items;
  }

  @Override
  public String toString() {
    return count >= 0 ? Long.toString(count) : share * 100 + "%";
  }
}
