package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.relabel.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines, {@code a} and {@code b}, by a clock that moves when one of them waits. */
class RunLeaseTest {
  private long millis = 1_000_000;
  private Runnable meanwhile = () -> {};
  private String broken = "nothing";
  private final List<String> notes = new ArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();
  private final MemoryStore store = new MemoryStore(() -> millis);
  private final RunDirectory run =
      new RunDirectory(
          store.client(
              step -> {
                if (step.equals(broken)) {
                  throw new IOException("the store is down");
                }
              }),
          new org.apache.hadoop.fs.Path("memory:/run"));
  private final FakeMachine a = new FakeMachine("a", 101, () -> millis, this::pass);
  private final FakeMachine b = new FakeMachine("b", 102, () -> millis, this::pass);

  private void pass(long more) {
    millis += more;
    meanwhile.run();
  }

  private RunLease acquire(Machine machine) {
    return RunLease.acquire(run, RunLease.TTL, machine, notes::add, losses::incrementAndGet);
  }

  private void assertLost(RunLease lease, String why) {
    assertThat(lease.isInForce()).isFalse();
    assertThatThrownBy(lease::require)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("The lease on memory:/run was lost: " + why)
        .hasMessageEndingWith(
            ". Nothing more is written by this process; run the same command again, what is"
                + " complete is kept.");
  }

  @Test
  void aFreeRunIsHadAtOnce() {
    RunLease lease = acquire(a);

    assertThatCode(lease::require).doesNotThrowAnyException();
    assertThat(millis).isEqualTo(1_000_000);
    assertThat(notes).isEmpty();
    assertThat(store.paths()).singleElement().asString().matches("/run/lease/[0-9a-f-]{36}\\.json");
  }

  @Test
  void whoeverRenewsIsAliveAndTheNextFails() {
    RunLease first = acquire(a);
    long began = millis;
    meanwhile =
        () -> {
          if (millis - began >= 10_000) {
            first.renew();
          }
        };

    assertThatThrownBy(() -> acquire(b))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "memory:/run is in use: another driver (host a, process %s, since 2026-01-01T00:00:00Z)"
                    .formatted(a.process)
                + " has just renewed its lease. Wait until it has ended, or stop it, then run the"
                + " same command again. If it is certainly gone, delete memory:%s."
                    .formatted(store.paths().get(0)));
    assertThat(millis - began).isBetween(10_000L, 20_000L);
    assertThat(notes)
        .containsExactly(
            "Another driver (host a, process %s, since 2026-01-01T00:00:00Z) holds memory:/run; it is waited for, 60 s at most, in case it is gone"
                .formatted(a.process));
    assertThat(store.paths()).hasSize(1);
    assertThat(first.isInForce()).isTrue();
  }

  @Test
  void aSilentHolderIsWaitedForUntilItsTimeIsOver() {
    RunLease first = acquire(a);
    long began = millis;

    RunLease second = acquire(b);

    // At least its time; at most that, a pause, and what its tasks are given.
    assertThat(millis - began).isBetween(60_000L, 70_000L);
    assertThat(notes).hasSize(1);
    assertThat(store.paths()).as("the dead claim is deleted").hasSize(1);
    assertThat(second.isInForce()).isTrue();
    assertLost(first, "it was not renewed for 50 s");
  }

  @Test
  void whoeverIsLateWaitsOnlyForTheRest() {
    acquire(a);
    millis += 45_000;
    long began = millis;

    acquire(b);

    assertThat(millis - began).isBetween(15_000L, 25_000L);
    assertThat(notes).singleElement().asString().contains("15 s at most");
  }

  @Test
  void aHolderWhoseProcessIsGoneIsNotWaitedFor() {
    RunLease first = acquire(a);
    FakeMachine next = new FakeMachine("a", 103, () -> millis, this::pass);
    next.gone.add(a.process);

    RunLease second = acquire(next);

    assertThat(millis).isEqualTo(1_000_000);
    assertThat(notes).isEmpty();
    assertThat(second.isInForce()).isTrue();
    first.renew();
    assertThat(first.isInForce()).isFalse();
  }

  @Test
  void aProcessOfTheSameNumberOnAnotherMachineSaysNothing() {
    acquire(a);
    b.gone.add(a.process);
    long began = millis;

    acquire(b);

    assertThat(millis - began).isGreaterThanOrEqualTo(60_000);
  }

  @Test
  void machinesMayDisagreeAboutTheTime() {
    for (long ahead : new long[] {-86_400_000, 86_400_000}) {
      RunLease first = acquire(a);
      b.aheadMillis = ahead;
      long began = millis;

      RunLease second = acquire(b);

      assertThat(millis - began).isBetween(60_000L, 70_000L);
      assertThat(first.isInForce()).isFalse();
      second.close();
    }
  }

  @Test
  void renewingKeepsIt() {
    RunLease lease = acquire(a);
    for (int i = 0; i < 60; i++) {
      millis += 10_000;
      lease.renew();
      lease.require();
    }
    assertThat(losses).hasValue(0);
  }

  @Test
  void itIsLostBeforeOthersMayTakeIt() {
    RunLease lease = acquire(a);
    millis += 49_999;
    assertThat(lease.isInForce()).isTrue();
    lease.require();
    millis += 1;

    assertLost(lease, "it was not renewed for 50 s");
    lease.renew();
    assertLost(lease, "it was not renewed for 50 s");
    assertThat(losses).as("told once").hasValue(1);
  }

  @Test
  void timeCountsFromBeforeARenewal() {
    RunLease lease = acquire(a);
    RunDirectory slow =
        new RunDirectory(
            store.client(step -> millis += step.equals("put") ? 20_000 : 0),
            new org.apache.hadoop.fs.Path("memory:/run2"));
    RunLease slowly = RunLease.acquire(slow, RunLease.TTL, b, notes::add, losses::incrementAndGet);
    assertThat(lease.isInForce()).isTrue();

    millis += 29_999;
    assertThat(slowly.isInForce()).isTrue();
    millis += 1;
    assertThat(slowly.isInForce()).isFalse();
  }

  @Test
  void aMachineThatWasAsleepHasLostIt() {
    RunLease lease = acquire(a);
    millis += 3_600_000;
    a.asleepMillis = 3_600_000; // its steady clock has not noticed

    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void aStoreMayFailForAWhile() {
    RunLease lease = acquire(a);
    for (String step : List.of("put", "put done", "list", "get")) {
      broken = step;
      millis += 10_000;
      lease.renew();
      assertThat(lease.isInForce()).as(step).isTrue();
    }
    broken = "nothing";
    millis += 9_999;
    lease.renew();
    millis += 49_999;
    lease.require();
    assertThat(losses).hasValue(0);
  }

  @Test
  void aStoreThatFailsForLongEndsIt() {
    RunLease lease = acquire(a);
    broken = "put";
    for (int i = 0; i < 6; i++) {
      millis += 10_000;
      lease.renew();
    }
    assertThat(losses).hasValue(1);
    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void aClaimThatWasDeletedIsNotWrittenAgain() {
    RunLease lease = acquire(a);
    String path = store.paths().get(0);
    run.delete(path.substring("/run/".length()));

    millis += 10_000;
    lease.renew();

    assertThat(store.paths()).isEmpty();
    assertThat(losses).hasValue(1);
    assertLost(lease, "memory:%s is gone or not its own any more".formatted(path));
  }

  @Test
  void aClaimThatBecameSomebodyElsesIsLost() {
    RunLease lease = acquire(a);
    run.write(store.paths().get(0).substring("/run/".length()), b.claim(RunLease.TTL).toJson());

    lease.renew();

    assertThat(losses).hasValue(1);
    assertThat(lease.isInForce()).isFalse();
  }

  @Test
  void anotherHolderEndsItAndIsNotDisturbed() {
    RunLease lease = acquire(a);
    run.write("lease/other.json", b.claim(RunLease.TTL).next().toJson());

    lease.renew();

    assertLost(lease, "another driver (host b, process %s, since".formatted(b.process));
    assertThat(store.paths()).containsExactly("/run/lease/other.json");
    assertThat(losses).hasValue(1);
  }

  @Test
  void othersMayAsk() {
    RunLease lease = acquire(a);
    run.write("lease/other.json", b.claim(RunLease.TTL).toJson());

    lease.renew();

    assertThat(lease.isInForce()).isTrue();
  }

  @Test
  void whoeverDiedWhileAskingIsWaitedFor() {
    run.write("lease/other.json", b.claim(RunLease.TTL).toJson());
    long began = millis;

    acquire(a);

    assertThat(millis - began).isBetween(60_000L, 66_000L);
    assertThat(notes).hasSize(1);
  }

  @Test
  void aLeaseGivenBackIsFreeAtOnce() {
    run.write("run.json", JsonNodeFactory.instance.objectNode());
    RunLease first = acquire(a);
    first.close();
    assertThat(store.paths()).containsExactly("/run/run.json");

    RunLease second = acquire(b);
    first.close();
    first.renew();

    assertThat(millis).isEqualTo(1_000_000);
    assertThat(second.isInForce()).isTrue();
    assertLost(first, "this process has given it back");
    assertThat(losses).as("giving back is no loss").hasValue(0);
    assertThat(store.paths()).hasSize(2);
  }

  @Test
  void aLeaseThatCannotBeGivenBackRunsOut() {
    RunLease first = acquire(a);
    broken = "delete";
    assertThatCode(first::close).doesNotThrowAnyException();
    broken = "nothing";

    long began = millis;
    acquire(b);

    assertThat(millis - began).isBetween(60_000L, 70_000L);
  }

  @Test
  void aRenewalThatWasOnItsWayIsTakenBack() {
    List<RunLease> closing = new ArrayList<>();
    RunDirectory busy =
        new RunDirectory(
            store.client(
                step -> {
                  if (step.equals("put")) {
                    closing.forEach(RunLease::close);
                  }
                }),
            new org.apache.hadoop.fs.Path("memory:/busy"));
    RunLease lease = RunLease.acquire(busy, RunLease.TTL, a, notes::add, () -> {});
    closing.add(lease);

    lease.renew();

    assertThat(store.paths()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadCountsUntilItsTimeIsOver() {
    run.write("lease/what.txt", JsonNodeFactory.instance.textNode("?"));
    long began = millis;

    acquire(a);

    assertThat(millis - began).isBetween(60_000L, 66_000L);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("Another driver (unknown, its file cannot be read) holds memory:/run;");
    assertThat(store.paths()).noneMatch(each -> each.endsWith("what.txt"));
  }

  @Test
  void aFileThatCannotBeReadAndKeepsBeingWrittenIsNamed() {
    meanwhile = () -> run.write("lease/what.txt", JsonNodeFactory.instance.textNode("?"));
    meanwhile.run();

    assertThatThrownBy(() -> acquire(a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("another driver (unknown, its file cannot be read) has just renewed")
        .hasMessageEndingWith("delete memory:/run/lease/what.txt.");
  }

  @Test
  void aClaimFromTheFutureIsNotWaitedForForEver() {
    millis += 3_600_000;
    acquire(b);
    millis -= 3_600_000; // somebody has set the store's clock

    assertThatThrownBy(() -> acquire(a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has not ended")
        .hasMessageContaining("If it is certainly gone, delete memory:/run/lease/");
  }

  @Test
  void claimsThatVanishAreAnErrorInTheEnd() {
    RunDirectory forgetful =
        new RunDirectory(
            store.client(
                step -> {
                  if (step.equals("put done")) {
                    store.paths().forEach(each -> run.delete("lease/" + name(each)));
                  }
                }),
            new org.apache.hadoop.fs.Path("memory:/run"));

    assertThatThrownBy(() -> RunLease.acquire(forgetful, RunLease.TTL, a, notes::add, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was not got in 300 s")
        .hasMessageContaining("--run-dir");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void waitingCanBeInterrupted() {
    acquire(b);
    FakeMachine impatient =
        new FakeMachine(
            "a",
            103,
            () -> millis,
            more -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> acquire(impatient))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.paths()).hasSize(1);
  }

  @Test
  void whatTheOwnerDoesAboutALossMayFail() {
    RunLease lease =
        RunLease.acquire(
            run,
            RunLease.TTL,
            a,
            notes::add,
            () -> {
              throw new IllegalStateException("cannot cancel");
            });
    millis += 60_000;

    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaid() {
    broken = "put done"; // written, but nobody knows
    assertThatThrownBy(() -> acquire(a))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("cannot be written: the store is down");
    assertThat(store.paths()).as("taken back").isEmpty();
  }

  @Test
  void onADiskWithTheRealClockNothingIsLeftBehind(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("new/run");
    RunDirectory local = RunDirectory.at(place.toString(), new Configuration());

    try (RunLease lease = RunLease.acquire(local, notes::add, losses::incrementAndGet)) {
      lease.require();
      lease.renew();
      lease.require();
      lease.check().require(new Configuration());
      assertThat(place.resolve("lease")).isDirectoryContaining("glob:**.json");
    }

    assertThat(place).doesNotExist();
    Files.createDirectories(place);
    RunLease.acquire(local, notes::add, losses::incrementAndGet).close();
    assertThat(place).as("was there before").isDirectory();
    assertThat(losses).hasValue(0);
  }
}
