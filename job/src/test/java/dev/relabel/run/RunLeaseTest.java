package dev.relabel.run;

import static dev.relabel.run.TwoMachines.assertLost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a lease is kept, lost and given back. */
class RunLeaseTest {
  private final TwoMachines two = new TwoMachines();

  @Test
  void renewingKeepsIt() {
    RunLease lease = two.acquire(two.a);
    for (int i = 0; i < 60; i++) {
      two.millis += 10_000;
      lease.renew();
      lease.require();
    }
    assertThat(two.losses).hasValue(0);
  }

  @Test
  void itIsLostBeforeOthersMayTakeIt() {
    RunLease lease = two.acquire(two.a);
    two.millis += 49_999;
    assertThat(lease.isInForce()).isTrue();
    lease.require();
    two.millis += 1;

    assertLost(lease, "it was not renewed for 50 s");
    lease.renew();
    assertLost(lease, "it was not renewed for 50 s");
    assertThat(two.losses).as("told once").hasValue(1);
  }

  @Test
  void timeCountsFromBeforeARenewal() {
    RunLease lease = two.acquire(two.a);
    RunDirectory slow =
        new RunDirectory(
            two.store.client(step -> two.millis += step.equals("put") ? 20_000 : 0),
            new org.apache.hadoop.fs.Path("memory:/run2"));
    RunLease slowly =
        RunLease.acquire(slow, RunLease.TTL, two.b, two.notes::add, two.losses::incrementAndGet);
    assertThat(lease.isInForce()).isTrue();

    two.millis += 29_999;
    assertThat(slowly.isInForce()).isTrue();
    two.millis += 1;
    assertThat(slowly.isInForce()).isFalse();
  }

  @Test
  void aMachineThatWasAsleepHasLostIt() {
    RunLease lease = two.acquire(two.a);
    two.millis += 3_600_000;
    two.a.asleepMillis = 3_600_000; // its steady clock has not noticed

    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void aStoreMayFailForAWhile() {
    RunLease lease = two.acquire(two.a);
    for (String step : List.of("put", "put done", "list", "get")) {
      two.breaksAt(step);
      two.millis += 10_000;
      lease.renew();
      assertThat(lease.isInForce()).as(step).isTrue();
    }
    two.steps = step -> {};
    two.millis += 9_999;
    lease.renew();
    two.millis += 49_999;
    lease.require();
    assertThat(two.losses).hasValue(0);
  }

  @Test
  void aStoreThatFailsForLongEndsIt() {
    RunLease lease = two.acquire(two.a);
    two.breaksAt("put");
    for (int i = 0; i < 6; i++) {
      two.millis += 10_000;
      lease.renew();
    }
    assertThat(two.losses).hasValue(1);
    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void aClaimThatWasDeletedIsNotWrittenAgain() {
    RunLease lease = two.acquire(two.a);
    String path = two.store.paths().get(0);
    two.run.delete(path.substring("/run/".length()));

    two.millis += 10_000;
    lease.renew();

    assertThat(two.store.paths()).isEmpty();
    assertThat(two.losses).hasValue(1);
    assertLost(lease, "memory:%s is gone or not its own any more".formatted(path));
  }

  @Test
  void aClaimThatBecameSomebodyElsesIsLost() {
    RunLease lease = two.acquire(two.a);
    two.run.write(
        two.store.paths().get(0).substring("/run/".length()), two.b.claim(RunLease.TTL).toJson());

    lease.renew();

    assertThat(two.losses).hasValue(1);
    assertThat(lease.isInForce()).isFalse();
  }

  @Test
  void anotherHolderEndsItAndIsNotDisturbed() {
    RunLease lease = two.acquire(two.a);
    two.run.write("lease/other.json", two.b.claim(RunLease.TTL).next().toJson());

    lease.renew();

    assertLost(lease, "another driver (host b, process %s, since".formatted(two.b.process));
    assertThat(two.store.paths()).containsExactly("/run/lease/other.json");
    assertThat(two.losses).hasValue(1);
  }

  @Test
  void othersMayAsk() {
    RunLease lease = two.acquire(two.a);
    two.run.write("lease/other.json", two.b.claim(RunLease.TTL).toJson());

    lease.renew();

    assertThat(lease.isInForce()).isTrue();
  }

  @Test
  void aLeaseGivenBackIsFreeAtOnce() {
    two.run.write("run.json", JsonNodeFactory.instance.objectNode());
    RunLease first = two.acquire(two.a);
    first.close();
    assertThat(two.store.paths()).containsExactly("/run/run.json");

    RunLease second = two.acquire(two.b);
    first.close();
    first.renew();

    assertThat(two.millis).isEqualTo(1_000_000);
    assertThat(second.isInForce()).isTrue();
    assertLost(first, "this process has given it back");
    assertThat(two.losses).as("giving back is no loss").hasValue(0);
    assertThat(two.store.paths()).hasSize(2);
  }

  @Test
  void aLeaseThatCannotBeGivenBackRunsOut() {
    RunLease first = two.acquire(two.a);
    two.breaksAt("delete");
    assertThatCode(first::close).doesNotThrowAnyException();
    two.steps = step -> {};

    long began = two.millis;
    two.acquire(two.b);

    assertThat(two.millis - began).isBetween(60_000L, 70_000L);
  }

  @Test
  void aRenewalThatWasOnItsWayIsTakenBack() {
    List<RunLease> closing = new ArrayList<>();
    RunDirectory busy =
        new RunDirectory(
            two.store.client(
                step -> {
                  if (step.equals("put")) {
                    closing.forEach(RunLease::close);
                  }
                }),
            new org.apache.hadoop.fs.Path("memory:/busy"));
    RunLease lease = RunLease.acquire(busy, RunLease.TTL, two.a, two.notes::add, () -> {});
    closing.add(lease);

    lease.renew();

    assertThat(two.store.paths()).isEmpty();
  }

  @Test
  void whatTheOwnerDoesAboutALossMayFail() {
    RunLease lease =
        RunLease.acquire(
            two.run,
            RunLease.TTL,
            two.a,
            two.notes::add,
            () -> {
              throw new IllegalStateException("cannot cancel");
            });
    two.millis += 60_000;

    assertLost(lease, "it was not renewed for 50 s");
  }

  @Test
  void onADiskWithTheRealClockNothingIsLeftBehind(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("new/run");
    RunDirectory local = RunDirectory.at(place.toString(), new Configuration());

    try (RunLease lease = RunLease.acquire(local, two.notes::add, two.losses::incrementAndGet)) {
      lease.require();
      lease.renew();
      lease.require();
      lease.check().require(new Configuration());
      assertThat(place.resolve("lease")).isDirectoryContaining("glob:**.json");
    }

    assertThat(place).doesNotExist();
    Files.createDirectories(place);
    RunLease.acquire(local, two.notes::add, two.losses::incrementAndGet).close();
    assertThat(place).as("was there before").isDirectory();
    assertThat(two.losses).hasValue(0);
  }
}
