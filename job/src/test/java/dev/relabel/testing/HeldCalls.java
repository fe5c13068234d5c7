package dev.relabel.testing;

import dev.relabel.platform.embedded.Faults;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Knows which calls an embedded platform is asked, and holds those that a test names until it lets
 * them go on. Safe for use by several threads.
 */
public final class HeldCalls implements Faults, AutoCloseable {
  /** Clients give a call up after a minute; those of clients that were killed are held longer. */
  private static final int LONGEST_HOLD_SECONDS = 180;

  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final List<String> effective = new CopyOnWriteArrayList<>();

  /** Where in a call it is held. */
  public enum Place {
    /** It has arrived and does nothing yet. */
    BEFORE,
    /** It has done everything but its answer. */
    AFTER
  }

  /**
   * Holds one call to come.
   *
   * @param method its name
   * @param number which of those that come while {@code when} is true, from 1
   * @param when asked for each of these calls, in the server's thread
   */
  public Hold hold(Place place, String method, int number, BooleanSupplier when) {
    return hold(place, method::equals, number, when);
  }

  /** Holds the next call of a method. */
  public Hold hold(Place place, String method) {
    return hold(place, method, 1, () -> true);
  }

  /** Holds one call to come, of any method that fits. */
  public Hold hold(Place place, Predicate<String> method, int number, BooleanSupplier when) {
    Hold hold = new Hold(place, method, number, when);
    holds.add(hold);
    return hold;
  }

  /** How many calls of a method have had their effect so far. */
  public int effective(String method) {
    return (int) effective.stream().filter(method::equals).count();
  }

  /** The methods of all calls that have had their effect, in that order. */
  public List<String> effective() {
    return List.copyOf(effective);
  }

  @Override
  public Optional<Fault> before(String method) {
    return held(Place.BEFORE, method);
  }

  @Override
  public Optional<Fault> after(String method) {
    effective.add(method);
    return held(Place.AFTER, method);
  }

  private Optional<Fault> held(Place place, String method) {
    return holds.stream()
        .filter(hold -> hold.takes(place, method))
        .findFirst()
        .map(hold -> new Pause(hold::await));
  }

  /** Lets all go on. */
  @Override
  public void close() {
    holds.forEach(Hold::release);
  }

  /** One call that is held, or is going to be. */
  public static final class Hold {
    private final Place place;
    private final Predicate<String> method;
    private final int number;
    private final BooleanSupplier when;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean reached = new AtomicBoolean();
    private final CountDownLatch released = new CountDownLatch(1);

    private Hold(Place place, Predicate<String> method, int number, BooleanSupplier when) {
      this.place = place;
      this.method = method;
      this.number = number;
      this.when = when;
    }

    private boolean takes(Place asked, String name) {
      return released.getCount() > 0
          && asked == place
          && method.test(name)
          && when.getAsBoolean()
          && seen.incrementAndGet() == number;
    }

    private void await() {
      reached.set(true);
      try {
        if (!released.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("Held for too long");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether the call has come and is held, or was. */
    public boolean isReached() {
      return reached.get();
    }

    /** Lets the call go on, or never holds it. */
    public void release() {
      released.countDown();
    }
  }
}
