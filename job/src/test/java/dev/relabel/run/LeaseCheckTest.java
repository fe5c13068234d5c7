package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.testing.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class LeaseCheckTest {
  private static final long SECOND = 1_000_000_000;

  private long millis = 1_000_000;
  private final AtomicInteger lists = new AtomicInteger();
  private final MemoryStore store = new MemoryStore(() -> millis);
  private final RunDirectory run =
      new RunDirectory(
          store.client(
              step -> {
                if (step.equals("list")) {
                  lists.incrementAndGet();
                }
              }),
          new Path("memory:/run"));
  private final FakeMachine a = new FakeMachine("a", 101, () -> millis, more -> millis += more);
  private final FakeMachine b = new FakeMachine("b", 102, () -> millis, more -> millis += more);
  private final RunLease lease = acquire(a);

  private RunLease acquire(Machine machine) {
    return RunLease.acquire(run, RunLease.TTL, machine, note -> {}, () -> {});
  }

  @Test
  void theStoreIsAskedEveryFewSeconds() {
    LeaseCheck check = lease.check();
    lists.set(0);

    check.require(() -> run, -7 * SECOND);
    check.require(() -> run, -3 * SECOND);
    check.require(() -> run, -2 * SECOND - 1);
    assertThat(lists).hasValue(1);
    check.require(() -> run, -2 * SECOND);
    assertThat(lists).hasValue(2);
  }

  @Test
  void aCheckThatHasTravelledAsksAnew() throws Exception {
    LeaseCheck check = lease.check();
    check.require(() -> run, 0);
    lists.set(0);

    copy(check).require(() -> run, 0);

    assertThat(lists).hasValue(1);
  }

  private static LeaseCheck copy(LeaseCheck check) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(check);
    }
    return (LeaseCheck)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void aLeaseThatWasGivenBackIsNoLongerInForce() {
    LeaseCheck check = lease.check();
    lease.close();

    assertThatThrownBy(() -> check.require(() -> run, 0))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("The lease on memory:/run was lost: its driver has given it back")
        .hasMessageContaining("run the same command again");
  }

  @Test
  void anotherHolderEndsIt() {
    LeaseCheck check = lease.check();
    run.write("lease/asks.json", b.claim(RunLease.TTL).toJson());
    assertThatCode(() -> check.require(() -> run, 0)).doesNotThrowAnyException();
    run.write("lease/holds.json", b.claim(RunLease.TTL).next().toJson());

    assertThatCode(() -> check.require(() -> run, SECOND)).doesNotThrowAnyException();
    for (int second : new int[] {5, 6}) {
      assertThatThrownBy(() -> check.require(() -> run, second * SECOND))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("another driver (host b, process %s,".formatted(b.process));
    }
  }

  @Test
  void tasksOfASilentDriverNoticeBeforeTheNextOneBegins() {
    LeaseCheck check = lease.check();
    AtomicBoolean given = new AtomicBoolean();
    FakeMachine watched =
        new FakeMachine(
            "b",
            102,
            () -> millis,
            more -> {
              boolean last = more == LeaseCheck.GOOD_FOR.toMillis() && millis > 1_060_000;
              if (last) {
                given.set(true); // its claim is there; what a task has just heard is still good
                assertThatThrownBy(() -> check.require(() -> run, 0))
                    .isInstanceOf(RunException.class);
              } else {
                lease.check().require(() -> run, 0);
              }
              millis += more;
            });

    assertThat(acquire(watched).isInForce()).isTrue();
    assertThat(given).as("time for tasks").isTrue();
  }
}
