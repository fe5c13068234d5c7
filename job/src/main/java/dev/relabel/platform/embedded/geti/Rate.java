package dev.relabel.platform.embedded.geti;

/**
 * How many requests one connection may send.
 *
 * @param burst how many at once
 * @param perSecond how many more for every second since
 */
public record Rate(int burst, double perSecond) {
  public Rate {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException(
          "A rate lets something through, not %s and %s a second".formatted(burst, perSecond));
    }
  }
}
