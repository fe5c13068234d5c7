package dev.relabel.run;

import static dev.relabel.run.TwoMachines.assertLost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a lease is got, and who has to wait. */
class LeaseContestTest {
  private final TwoMachines two = new TwoMachines();

  @Test
  void aFreeRunIsHadAtOnce() {
    RunLease lease = two.acquire(two.a);

    assertThatCode(lease::require).doesNotThrowAnyException();
    assertThat(two.millis).isEqualTo(1_000_000);
    assertThat(two.notes).isEmpty();
    assertThat(two.store.paths())
        .singleElement()
        .asString()
        .matches("/run/lease/[0-9a-f-]{36}\\.json");
  }

  @Test
  void whoeverRenewsIsAliveAndTheNextFails() {
    RunLease first = two.acquire(two.a);
    long began = two.millis;
    two.meanwhile =
        () -> {
          if (two.millis - began >= 10_000) {
            first.renew();
          }
        };

    assertThatThrownBy(() -> two.acquire(two.b))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "memory:/run is in use: another driver (host a, process %s, since 2026-01-01T00:00:00Z)"
                    .formatted(two.a.process)
                + " has just renewed its lease. Wait until it has ended, or stop it, then run the"
                + " same command again. If it is certainly gone, delete memory:%s."
                    .formatted(two.store.paths().get(0)));
    assertThat(two.millis - began).isBetween(10_000L, 20_000L);
    assertThat(two.notes)
        .containsExactly(
            "Another driver (host a, process %s, since 2026-01-01T00:00:00Z) holds memory:/run; in case it is gone, its lease is waited for, which ends in 60 s"
                .formatted(two.a.process));
    assertThat(two.store.paths()).hasSize(1);
    assertThat(first.isInForce()).isTrue();
  }

  @Test
  void aSilentHolderIsWaitedForUntilItsTimeIsOver() {
    RunLease first = two.acquire(two.a);
    long began = two.millis;

    RunLease second = two.acquire(two.b);

    // At least its time; at most that, a pause, and what its tasks are given.
    assertThat(two.millis - began).isBetween(60_000L, 70_000L);
    assertThat(two.notes).hasSize(1);
    assertThat(two.store.paths()).as("the dead claim is deleted").hasSize(1);
    assertThat(second.isInForce()).isTrue();
    assertLost(first, "it was not renewed for 50 s");
  }

  @Test
  void whoeverIsLateWaitsOnlyForTheRest() {
    two.acquire(two.a);
    two.millis += 45_000;
    long began = two.millis;

    two.acquire(two.b);

    assertThat(two.millis - began).isBetween(15_000L, 25_000L);
    assertThat(two.notes).singleElement().asString().contains("which ends in 15 s");
  }

  @Test
  void aHolderWhoseProcessIsGoneIsNotWaitedFor() {
    RunLease first = two.acquire(two.a);
    FakeMachine next = two.machine("a", 103);
    next.gone.add(two.a.process);

    RunLease second = two.acquire(next);

    assertThat(two.millis).isEqualTo(1_000_000);
    assertThat(two.notes).isEmpty();
    assertThat(second.isInForce()).isTrue();
    first.renew();
    assertThat(first.isInForce()).isFalse();
  }

  @Test
  void aProcessOfTheSameNumberOnAnotherMachineSaysNothing() {
    two.acquire(two.a);
    two.b.gone.add(two.a.process);
    long began = two.millis;

    two.acquire(two.b);

    assertThat(two.millis - began).isGreaterThanOrEqualTo(60_000);
  }

  @Test
  void machinesMayDisagreeAboutTheTime() {
    for (long ahead : new long[] {-86_400_000, 86_400_000}) {
      RunLease first = two.acquire(two.a);
      two.b.aheadMillis = ahead;
      long began = two.millis;

      RunLease second = two.acquire(two.b);

      assertThat(two.millis - began).isBetween(60_000L, 70_000L);
      assertThat(first.isInForce()).isFalse();
      second.close();
    }
  }

  @Test
  void whoeverDiedWhileAskingIsWaitedFor() {
    two.run.write("lease/other.json", two.b.claim(RunLease.TTL).toJson());
    long began = two.millis;

    two.acquire(two.a);

    assertThat(two.millis - began).isBetween(60_000L, 66_000L);
    assertThat(two.notes).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadCountsUntilItsTimeIsOver() {
    two.run.write("lease/what.txt", JsonNodeFactory.instance.textNode("?"));
    long began = two.millis;

    two.acquire(two.a);

    assertThat(two.millis - began).isBetween(60_000L, 66_000L);
    assertThat(two.notes)
        .singleElement()
        .asString()
        .startsWith("Another driver (unknown, its file cannot be read) holds memory:/run;");
    assertThat(two.store.paths()).noneMatch(each -> each.endsWith("what.txt"));
  }

  @Test
  void aFileThatCannotBeReadAndKeepsBeingWrittenIsNamed() {
    two.meanwhile = () -> two.run.write("lease/what.txt", JsonNodeFactory.instance.textNode("?"));
    two.meanwhile.run();

    assertThatThrownBy(() -> two.acquire(two.a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("another driver (unknown, its file cannot be read) has just renewed")
        .hasMessageEndingWith("delete memory:/run/lease/what.txt.");
  }

  @Test
  void aClaimFromTheFutureIsNotWaitedForForEver() {
    two.millis += 3_600_000;
    two.acquire(two.b);
    two.millis -= 3_600_000; // somebody has set the store's clock

    assertThatThrownBy(() -> two.acquire(two.a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has not ended")
        .hasMessageContaining("If it is certainly gone, delete memory:/run/lease/");
  }

  @Test
  void claimsThatVanishAreAnErrorInTheEnd() {
    RunDirectory forgetful =
        new RunDirectory(
            two.store.client(
                step -> {
                  if (step.equals("put done")) {
                    two.store.paths().forEach(each -> two.run.delete("lease/" + name(each)));
                  }
                }),
            new org.apache.hadoop.fs.Path("memory:/run"));

    assertThatThrownBy(
            () -> RunLease.acquire(forgetful, RunLease.TTL, two.a, two.notes::add, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was not got in 300 s")
        .hasMessageContaining("--run-dir");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void waitingCanBeInterrupted() {
    two.acquire(two.b);
    FakeMachine impatient =
        new FakeMachine(
            "a",
            103,
            () -> two.millis,
            more -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> two.acquire(impatient))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(two.store.paths()).hasSize(1);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaid() {
    two.breaksAt("put done"); // written, but nobody knows
    assertThatThrownBy(() -> two.acquire(two.a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("cannot be written: the store is down");
    assertThat(two.store.paths()).as("taken back").isEmpty();
  }

  /** It looked, then was stopped for so long that it was given up; another one has the run now. */
  @Test
  void whoeverStalledBetweenLookingAndHoldingGivesWay() {
    AtomicInteger puts = new AtomicInteger();
    Claim other = two.b.claim(RunLease.TTL).next();
    two.steps =
        step -> {
          if (step.equals("put") && puts.incrementAndGet() == 2) {
            two.appears(other);
          }
        };
    two.meanwhile = () -> two.appears(other.next());

    assertThatThrownBy(() -> two.acquire(two.a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has just renewed");
    assertThat(two.store.paths()).containsExactly("/run/lease/other.json");
  }

  @Test
  void aLookThatTookTooLongIsTakenAgain() {
    List<String> taken = new ArrayList<>();
    two.steps =
        step -> {
          taken.add(step);
          two.millis += taken.size() == 3 ? 50_000 : 0;
        };

    assertThat(two.acquire(two.a).isInForce()).isTrue();
    taken.removeIf(step -> step.endsWith("done"));
    assertThat(taken).containsExactly("put", "list", "delete", "put", "list", "put", "list");
  }

  @Test
  void aLeaseThatWasGotTooSlowlyIsGotAgain() {
    AtomicInteger lists = new AtomicInteger();
    two.steps =
        step -> two.millis += step.equals("list done") && lists.incrementAndGet() == 2 ? 50_000 : 0;

    assertThat(two.acquire(two.a).isInForce()).isTrue();
    assertThat(lists).hasValue(4);
  }
}
