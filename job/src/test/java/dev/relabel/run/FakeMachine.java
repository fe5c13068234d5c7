package dev.relabel.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * A process on a machine of the test's: its clocks follow the test's, as wrongly as it is told, and
 * nothing is repeated by itself.
 */
final class FakeMachine implements Machine {
  /** Waits in the test's time. */
  interface Sleep {
    void pass(long millis) throws InterruptedException;
  }

  /** How far its time of day is ahead. */
  long aheadMillis;

  /** How much its steady clock has been standing still. */
  long asleepMillis;

  /** How much faster its clocks run than the test's. */
  double drift;

  /** Processes on this machine that are no more. */
  final Set<Long> gone;

  final long process;
  private final String name;
  private final LongSupplier millis;
  private final Sleep sleep;
  private final Random random;

  FakeMachine(
      String name, long process, LongSupplier millis, Sleep sleep, Random random, Set<Long> gone) {
    this.name = name;
    this.process = process;
    this.millis = millis;
    this.sleep = sleep;
    this.random = random;
    this.gone = gone;
  }

  FakeMachine(String name, long process, LongSupplier millis, Sleep sleep) {
    this(name, process, millis, sleep, new Random(process), new HashSet<>());
  }

  @Override
  public Moment now() {
    long passed = Math.round(millis.getAsLong() * (1 + drift));
    return new Moment((passed - asleepMillis) * 1_000_000, passed + aheadMillis);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sleep.pass(duration.toMillis());
  }

  @Override
  public long random(long bound) {
    return random.nextLong(bound);
  }

  @Override
  public UUID name() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public Claim claim(Duration ttl) {
    return new Claim(name, name + " since boot", process, 7, "2026-01-01T00:00:00Z", 0, ttl);
  }

  @Override
  public boolean isGone(Claim claim) {
    return claim.machine().equals(name + " since boot") && gone.contains(claim.process());
  }

  @Override
  public Repeating every(Duration period, Runnable task) {
    return () -> {};
  }
}
