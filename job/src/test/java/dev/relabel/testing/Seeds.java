package dev.relabel.testing;

import java.util.stream.LongStream;

/** Seeds of random tests: 0, 1, …; {@code -Dseeds=N} says how many. */
public final class Seeds {
  private Seeds() {}

  /**
   * The seeds to try.
   *
   * @param usual how many when nobody has said
   */
  public static LongStream upTo(int usual) {
    return LongStream.range(0, Integer.getInteger("seeds", usual));
  }
}
