package dev.relabel.bench;

import dev.relabel.platform.embedded.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A share of the requests goes wrong, in turns in every way that a network, a gateway and a busy
 * server have, and all take their time. Counts what it did and all calls. Safe for use by several
 * threads.
 */
final class Trouble implements Faults {
  /** How things go wrong. */
  private enum Kind {
    RESET_BEFORE,
    TOO_MANY_REQUESTS,
    RESET_AFTER,
    GATEWAY_TIME_OUT_AFTER,
    CUT_OFF_ANSWER
  }

  /** Kinds that have no effect come first. */
  private static final int WITHOUT_EFFECT = 2;

  private static final int KINDS = Kind.values().length;

  private final double share;
  private final int latencyMillis;
  private final SplittableRandom random;
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * Trouble.
   *
   * @param share of all requests that fail, 0–1
   * @param latencyMillis how long each request takes more
   */
  Trouble(double share, long seed, int latencyMillis) {
    this.share = share;
    this.latencyMillis = latencyMillis;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Optional<Fault> before(String method) {
    try {
      Thread.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      counts.merge(method, 1, Integer::sum);
      return draw(method, 0, WITHOUT_EFFECT);
    }
  }

  @Override
  public synchronized Optional<Fault> after(String method) {
    return draw(method, WITHOUT_EFFECT, KINDS);
  }

  private Optional<Fault> draw(String method, int from, int to) {
    if (random.nextDouble() >= share * (to - from) / KINDS) {
      return Optional.empty();
    }
    Kind kind = Kind.values()[random.nextInt(from, to)];
    counts.merge(method + " " + kind, 1, Integer::sum);
    return Optional.of(
        switch (kind) {
          case RESET_BEFORE, RESET_AFTER -> new Reset();
          case TOO_MANY_REQUESTS -> new Refusal(429, Map.of("Retry-After", "1"));
          case GATEWAY_TIME_OUT_AFTER -> new Refusal(504, Map.of());
          case CUT_OFF_ANSWER -> new Truncated();
        });
  }

  /** How often each method was called, and what went wrong with it. */
  synchronized Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}
