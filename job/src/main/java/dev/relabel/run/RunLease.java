package dev.relabel.run;

import dev.relabel.run.LeaseFolder.Entry;
import dev.relabel.run.LeaseFolder.Look;
import dev.relabel.run.Machine.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on a run, which one driver has at a time.
 *
 * <p>Works on every store that shows a written file to all readers and listers at once (local
 * disks, HDFS, S3), without atomic creation or locks; not on a network share that caches listings.
 * {@link LeaseContest} says how it is won. While it is held, a thread writes its claim again every
 * sixth of its time of {@value #TTL_SECONDS} s. A driver that dies stops doing so: when that time
 * has passed since its last renewal, or at once on the same machine, where its process is seen to
 * be gone (Linux), the next one may have the run.
 *
 * <p><b>Clocks.</b> Others judge a claim by the store's clock alone: the time of its file against
 * the time of a file that they have just written. The holder counts by its own clocks from before
 * it began to write, and stops a sixth of the time, 10 s, earlier. So machines may disagree about
 * the time of day by any amount. What must not happen is that the store's clock leaps, or runs
 * apart from the holder's, by more than those 10 s within a minute; S3's rounding to seconds is
 * part of it. A holder that was asleep, or whose time of day was set forward by as much, finds its
 * lease lost.
 *
 * <p>A lease that is lost stays lost. {@link #require} is what the driver asks before it writes,
 * and {@link LeaseCheck} what its tasks ask. Neither can recall a request that is already on its
 * way: the stores and platforms that are written to look before they repeat. Safe for use by
 * several threads.
 */
public final class RunLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

  // Long enough for several renewals to fail; short enough to wait for after a crash.
  private static final int TTL_SECONDS = 60;
  static final Duration TTL = Duration.ofSeconds(TTL_SECONDS);

  /** Renewals in the time of a lease; the last part of it is the margin for clocks and stores. */
  private static final int BEATS = 6;

  /** How often a holder looks at the clock, in the time of a lease: a renewal may hang. */
  private static final int GLANCES = 60;

  private final String run;
  private final LeaseFolder folder;
  private final String name;
  private final Duration ttl;
  private final Machine machine;
  private final Runnable onLost;
  private final List<Machine.Repeating> repeating;

  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Claim claim;
  private volatile Moment renewed;

  RunLease(
      String run,
      LeaseFolder folder,
      String name,
      Claim claim,
      Moment renewed,
      Machine machine,
      Runnable onLost) {
    this.run = run;
    this.folder = folder;
    this.name = name;
    this.claim = claim;
    this.renewed = renewed;
    this.ttl = claim.ttl();
    this.machine = machine;
    this.onLost = onLost;
    this.repeating =
        List.of(
            machine.every(ttl.dividedBy(BEATS), this::renew),
            machine.every(ttl.dividedBy(GLANCES), this::glance));
  }

  /**
   * Gets the lease on a run. Waits for another driver that may be dead until its lease has run out,
   * about a minute.
   *
   * @param notes told once, in a sentence for people, if another driver is waited for
   * @param onLost called once if the lease is lost, by any thread; should stop what writes, soon,
   *     and leave closing to the lease's owner
   * @throws RunException if another driver is alive, or the run directory cannot be used
   */
  public static RunLease acquire(RunDirectory run, Consumer<String> notes, Runnable onLost) {
    return acquire(run, TTL, new ThisMachine(), notes, onLost);
  }

  static RunLease acquire(
      RunDirectory run, Duration ttl, Machine machine, Consumer<String> notes, Runnable onLost) {
    return new LeaseContest(run, ttl, machine, onLost).win(notes);
  }

  /** How long a holder relies on a renewal. */
  static Duration life(Duration ttl) {
    return ttl.multipliedBy(BEATS - 1).dividedBy(BEATS);
  }

  /**
   * Does nothing while the lease is in force.
   *
   * @throws RunException if it is lost or was given back
   */
  public void require() {
    glance();
    String why = lost.get();
    if (why != null) {
      throw lost(run, why);
    }
    if (closed.get()) {
      throw lost(run, "this process has given it back");
    }
  }

  /** The same question for tasks on other machines. */
  public LeaseCheck check() {
    return new LeaseCheck(run, name);
  }

  /** Whether this process may write now; asks no store. */
  boolean isInForce() {
    return lost.get() == null && !closed.get() && isInTime();
  }

  private boolean isInTime() {
    return machine.now().isWithin(life(ttl), renewed);
  }

  private void glance() {
    if (!closed.get() && lost.get() == null && !isInTime()) {
      lose("it was not renewed for %s s".formatted(life(ttl).toSeconds()));
    }
  }

  /** What the thread does; a failure may pass until the lease runs out. */
  void renew() {
    glance();
    if (lost.get() != null || closed.get()) {
      return;
    }
    try {
      Moment start = machine.now();
      if (folder.read(name).filter(claim::isBySameProcess).isEmpty()) {
        lose("%s is gone or not its own any more".formatted(folder.address(name)));
        return;
      }
      claim = claim.next();
      folder.write(name, claim);
      if (closed.get()) {
        folder.delete(name); // written again after close had deleted it
        return;
      }
      Optional<Look> look = folder.look(name, machine::isGone);
      Optional<Entry> other = look.flatMap(each -> each.holders().stream().findFirst());
      if (look.isEmpty() || other.isPresent()) {
        lose("another driver (%s) took it".formatted(other.map(Entry::owner).orElse("unknown")));
        // Whichever of the two is right; the other one may get along without this.
        folder.delete(name);
        return;
      }
      renewed = start;
      look.get().dead().forEach(each -> folder.delete(each.name()));
    } catch (RuntimeException e) {
      LOG.warn("The lease on {} could not be renewed; it is tried again", run, e);
    }
  }

  private void lose(String why) {
    if (!closed.get() && lost.compareAndSet(null, why)) {
      LOG.warn("The lease on {} was lost: {}", run, why);
      try {
        onLost.run();
      } catch (RuntimeException e) {
        LOG.warn("What the lease was for could not be stopped", e);
      }
    }
  }

  /**
   * Gives the lease back; the next driver need not wait. To be called when no task writes any more.
   * One that was lost is left to run out, because tasks may not have noticed yet.
   */
  @Override
  public void close() {
    boolean inForce = isInForce();
    if (closed.getAndSet(true)) {
      return;
    }
    repeating.forEach(Machine.Repeating::close);
    if (!inForce) {
      return;
    }
    try {
      folder.delete(name);
      folder.removeLeftovers();
    } catch (RunException e) {
      LOG.warn("{} stays until its time is over", folder.address(name), e);
    }
  }

  static RunException lost(String run, String why) {
    return new RunException(
        ("The lease on %s was lost: %s. Nothing more is written by this process; run the same"
                + " command again, what is complete is kept.")
            .formatted(run, why),
        null);
  }
}
