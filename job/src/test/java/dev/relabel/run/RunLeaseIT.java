package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one run directory. */
class RunLeaseIT {
  private static final int REFUSED = 7;

  /** Shorter than in earnest, so that a holder shows life every second. */
  private static final Duration TTL = Duration.ofSeconds(6);

  /** Holds the run until somebody writes a line to it, or kills it. */
  static final class Driver {
    private Driver() {}

    /** Says {@code has it}; fails with {@value #REFUSED} and the reason if it does not get it. */
    @SuppressWarnings({"checkstyle:RegexpSinglelineJava", "SystemExitOutsideMain"})
    public static void main(String[] directory) throws IOException {
      RunDirectory run = RunDirectory.at(directory[0], new Configuration());
      Consumer<String> notes = line -> System.out.println(line);
      try (RunLease lease = RunLease.acquire(run, TTL, new ThisMachine(), notes, () -> {})) {
        lease.require();
        System.out.println("has it");
        int line = System.in.read();
        lease.require();
        System.out.println("gives it back " + line);
      } catch (RunException e) {
        System.out.println(e.getMessage());
        System.exit(REFUSED);
      }
    }
  }

  private Path directory = Path.of("");
  private String run = "";
  private final List<Process> drivers = new ArrayList<>();

  @BeforeEach
  void place(@TempDir Path temporary) {
    directory = temporary.resolve("a run");
    run = directory.toString();
  }

  @AfterEach
  void end() {
    drivers.forEach(Process::destroyForcibly);
  }

  private Process start() throws IOException {
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName(),
                run)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    drivers.add(driver);
    return driver;
  }

  private static String next(Process driver) throws IOException {
    BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
    return String.valueOf(out.readLine());
  }

  private static int exitCode(Process driver) throws InterruptedException {
    assertThat(driver.waitFor(1, TimeUnit.MINUTES)).as("has ended").isTrue();
    return driver.exitValue();
  }

  private String onlyClaim() throws IOException {
    try (Stream<Path> claims = Files.list(directory.resolve("lease"))) {
      return claims
          .map(each -> each.getFileName().toString())
          .reduce((one, two) -> one + " and " + two)
          .orElse("none");
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Process first = start();
    assertThat(next(first)).isEqualTo("has it");

    Process second = start();
    assertThat(next(second))
        .startsWith("Another driver (host ")
        .contains("process %s,".formatted(first.pid()), run);
    assertThat(next(second))
        .contains(
            "is in use: another driver", "has just renewed its lease. Wait until it has ended");
    assertThat(exitCode(second)).isEqualTo(REFUSED);
    String claim = onlyClaim();
    new LeaseCheck(run, claim).require(new Configuration());

    assumeTrue(
        !new ThisMachine().claim(TTL).machine().isEmpty(),
        "only Linux tells for certain that a process is gone");
    first.destroyForcibly().waitFor();
    Process third = start();
    assertThat(next(third)).as("without a word of waiting").isEqualTo("has it");
    LeaseCheck elsewhere = new LeaseCheck(run, claim);
    assertThatThrownBy(() -> elsewhere.require(new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was lost");

    third.getOutputStream().write('\n');
    third.getOutputStream().flush();
    assertThat(next(third)).isEqualTo("gives it back 10");
    assertThat(exitCode(third)).isZero();
    assertThat(onlyClaim()).isEqualTo("none");
  }
}
