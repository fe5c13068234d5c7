package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.testing.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;

/**
 * A run in memory and two machines, {@code a} and {@code b}; time passes when one of them waits.
 */
final class TwoMachines {
  long millis = 1_000_000;

  /** What happens whenever somebody waits. */
  Runnable meanwhile = () -> {};

  /** What happens around each request to the store. */
  MemoryStore.Steps steps = step -> {};

  final List<String> notes = new ArrayList<>();
  final AtomicInteger losses = new AtomicInteger();
  final MemoryStore store = new MemoryStore(() -> millis);
  final RunDirectory run =
      new RunDirectory(store.client(step -> steps.at(step)), new Path("memory:/run"));
  final FakeMachine a = machine("a", 101);
  final FakeMachine b = machine("b", 102);

  FakeMachine machine(String name, long process) {
    return new FakeMachine(name, process, () -> millis, this::pass);
  }

  void pass(long more) {
    millis += more;
    meanwhile.run();
  }

  void breaksAt(String broken) {
    steps =
        step -> {
          if (step.equals(broken)) {
            throw new IOException("the store is down");
          }
        };
  }

  RunLease acquire(Machine machine) {
    return RunLease.acquire(run, RunLease.TTL, machine, notes::add, losses::incrementAndGet);
  }

  /** Writes a claim as the other process would. */
  void appears(Claim claim) {
    MemoryStore.Steps before = steps;
    steps = step -> {};
    run.write("lease/other.json", claim.toJson());
    steps = before;
  }

  static void assertLost(RunLease lease, String why) {
    assertThat(lease.isInForce()).isFalse();
    assertThatThrownBy(lease::require)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("The lease on memory:/run was lost: " + why)
        .hasMessageEndingWith(
            ". Nothing more is written by this process; run the same command again, what is"
                + " complete is kept.");
  }
}
