package dev.relabel.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of code one step at a time, in an order that the test chooses, by a clock that the
 * test sets. Each has a thread of its own, but only one of them moves at any moment.
 */
public final class Actors {
  private final List<Actor> actors = new ArrayList<>();
  private long millis;

  /** What ends the code of an actor that was killed; code must not catch it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The time, milliseconds from 0. */
  public long millis() {
    return millis;
  }

  /** Sets the clock forward. */
  public void pass(long more) {
    millis += more;
  }

  /** All that were added, in that order. */
  public List<Actor> all() {
    return List.copyOf(actors);
  }

  /** Those that could move now. */
  public List<Actor> ready() {
    return actors.stream().filter(each -> !each.ended && each.wakes <= millis).toList();
  }

  /** How long it is until another one wakes up, or -1 if none sleeps. */
  public long untilNext() {
    return actors.stream()
        .filter(each -> !each.ended && each.wakes > millis)
        .mapToLong(each -> each.wakes - millis)
        .min()
        .orElse(-1);
  }

  /** A piece of code that waits for its first step. */
  public Actor add(String name) {
    Actor actor = new Actor(name);
    actors.add(actor);
    return actor;
  }

  /** Ends all that have not ended. */
  public void killAll() {
    for (Actor each : actors) {
      each.kill();
    }
  }

  /** One of them. */
  public final class Actor {
    private final String name;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private @Nullable Thread thread;
    private boolean killed;
    private long wakes;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    private Actor(String name) {
      this.name = name;
    }

    /** Gives it its code; it does not begin before its first step. */
    public void runs(Runnable code) {
      Thread fresh =
          new Thread(
              () -> {
                try {
                  awaitTurn();
                  code.run();
                } catch (Killed e) {
                  // as a process that ends between two instructions
                } catch (RuntimeException | Error e) {
                  failure = e;
                } finally {
                  ended = true;
                  stopped.release();
                }
              },
              name);
      fresh.setDaemon(true);
      fresh.start();
      thread = fresh;
    }

    /** Lets it go on up to where it next waits. */
    public void step() {
      turn.release();
      stopped.acquireUninterruptibly();
      Throwable thrown = failure;
      if (thrown != null) {
        throw new AssertionError(name, thrown);
      }
    }

    /** Ends it where it is. */
    public void kill() {
      if (!ended) {
        killed = true;
        step();
      }
    }

    /** Whether its code has ended, by itself or not. */
    public boolean hasEnded() {
      return ended;
    }

    /** Called by its code: waits for the next step, at least that long. */
    public void pause(long atLeastMillis) {
      if (Thread.currentThread() != thread) {
        return; // the test itself is looking
      }
      if (killed) {
        throw new Killed(); // out of a finally block
      }
      wakes = millis + atLeastMillis;
      stopped.release();
      awaitTurn();
    }

    private void awaitTurn() {
      turn.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
