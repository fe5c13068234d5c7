package dev.relabel.run;

import dev.relabel.run.LeaseFolder.Entry;
import dev.relabel.run.LeaseFolder.Leftovers;
import dev.relabel.run.LeaseFolder.Look;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A lease as seen by tasks on other machines, which ask before they write whether their driver
 * still has the run. Small, travels with a task. Several threads may ask at once.
 */
public final class LeaseCheck implements Serializable {
  private static final long serialVersionUID = 1L;

  /** An answer is good for this long: a store is not asked before each of many small writes. */
  static final Duration GOOD_FOR = Duration.ofSeconds(5);

  private final String run;
  private final String claim;

  /** When the store last said yes, by this machine's steady clock; unknown after a journey. */
  private transient volatile @Nullable Long askedNanos;

  LeaseCheck(String run, String claim) {
    this.run = run;
    this.claim = claim;
  }

  /**
   * Does nothing while the lease is in force, as it was at most 5 s ago.
   *
   * @param hadoop how to reach the run directory
   * @throws RunException if the lease is over or another driver has the run; or if the run
   *     directory cannot be read
   */
  public void require(Configuration hadoop) {
    require(() -> RunDirectory.at(run, hadoop), System.nanoTime());
  }

  void require(Supplier<RunDirectory> directory, long nanos) {
    Long asked = askedNanos;
    if (asked != null && nanos - asked < GOOD_FOR.toNanos()) {
      return;
    }
    Optional<Look> look =
        new LeaseFolder(directory.get(), Leftovers.KEEP).look(claim, process -> false);
    if (look.isEmpty()) {
      throw RunLease.lost(run, "its driver has given it back, or another one has it now");
    }
    // No clock is needed: whoever takes a run over says so before it does anything else.
    for (Entry each : look.get().holders()) {
      throw RunLease.lost(run, "another driver (%s) has it now".formatted(each.owner()));
    }
    askedNanos = nanos;
  }
}
