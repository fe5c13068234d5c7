package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThisMachineTest {
  private final ThisMachine machine = new ThisMachine();
  private final Claim mine = machine.claim(Duration.ofSeconds(60));

  @BeforeEach
  void seesProcesses() {
    assumeTrue(!mine.machine().isEmpty(), "only Linux tells processes apart for certain");
  }

  private static Claim claim(Claim like, String machine, long process, long started) {
    return new Claim(like.host(), machine, process, started, like.since(), 1, like.ttl());
  }

  @Test
  void thisProcessIsHere() {
    assertThat(mine.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(mine.started()).isPositive();
    assertThat(mine.beat()).isZero();
    assertThat(machine.isGone(mine)).isFalse();
    assertThat(new ThisMachine().isGone(mine)).as("whoever looks").isFalse();
  }

  @Test
  void anEarlierProcessOfTheSameNumberIsGone() {
    assertThat(machine.isGone(claim(mine, mine.machine(), mine.process(), mine.started() - 1)))
        .isTrue();
  }

  @Test
  void aProcessThatHasEndedIsGone() throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    long started = startOf(child.pid());
    Claim claim = claim(mine, mine.machine(), child.pid(), started);
    assertThat(machine.isGone(claim)).isFalse();

    child.destroyForcibly().waitFor();

    assertThat(machine.isGone(claim)).isTrue();
  }

  /** Independent of the code under test: by the shell. */
  private static long startOf(long process) throws Exception {
    Process cut =
        new ProcessBuilder("cut", "-d", " ", "-f", "22", "/proc/%s/stat".formatted(process))
            .start();
    return Long.parseLong(
        new String(cut.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
  }

  @Test
  void nothingIsSaidOfOtherMachines() {
    assertThat(machine.isGone(claim(mine, "another", mine.process(), 1))).isFalse();
    assertThat(machine.isGone(claim(mine, "", mine.process(), 1))).isFalse();
  }

  @Test
  void whatIsRepeatedEnds() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    Machine.Repeating repeating = machine.every(Duration.ofMillis(1), twice::countDown);

    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    repeating.close();
    repeating.close();
  }
}
