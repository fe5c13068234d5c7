package dev.relabel.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real clocks and the real processes.
 *
 * <p>Whether another process is gone is known on Linux only, among processes of one user that see
 * the same process numbers: the kernel's boot ID and the number of the process namespace tell
 * machines and containers apart, which may all be called {@code localhost} and have a process 1. A
 * process's start is taken as the kernel counts it, in ticks since boot (proc_pid_stat(5), field
 * 22): {@code ProcessHandle} turns them into a time of day, which changes when the clock is set.
 */
final class ThisMachine implements Machine {
  private static final Logger LOG = LoggerFactory.getLogger(ThisMachine.class);

  private static final Path PROCESSES = Path.of("/proc");

  /** Longer than a renewal takes, unless the store does not answer. */
  private static final long LAST_TURN_SECONDS = 10;

  private final String machine = machine();

  @Override
  public Moment now() {
    return new Moment(System.nanoTime(), System.currentTimeMillis());
  }

  @Override
  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place of this package that sleeps
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  @Override
  public long random(long bound) {
    return ThreadLocalRandom.current().nextLong(bound);
  }

  @Override
  public UUID name() {
    return UUID.randomUUID();
  }

  @Override
  public Claim claim(Duration ttl) {
    long process = ProcessHandle.current().pid();
    OptionalLong started = started(process);
    return new Claim(
        host(),
        started.isPresent() ? machine : "",
        process,
        started.orElse(0),
        Instant.now().toString(),
        0,
        ttl);
  }

  @Override
  public boolean isGone(Claim claim) {
    if (machine.isEmpty() || !machine.equals(claim.machine())) {
      return false;
    }
    OptionalLong started = started(claim.process());
    return started.isPresent() && started.getAsLong() != claim.started();
  }

  @Override
  public Repeating every(Duration period, Runnable task) {
    ScheduledExecutorService turns =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "relabel-lease");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        turns.scheduleWithFixedDelay(
            task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return () -> {
      turns.shutdown();
      try {
        if (!turns.awaitTermination(LAST_TURN_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("The run directory's store does not answer; it is not waited for any longer");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String machine() {
    try {
      return "%s %s %s"
          .formatted(
              Files.readString(PROCESSES.resolve("sys/kernel/random/boot_id")).strip(),
              Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")),
              System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** A process's start; -1 when there is no such process, empty when that is not known. */
  private static OptionalLong started(long process) {
    try {
      String stat = Files.readString(PROCESSES.resolve(process + "/stat"));
      // The second field is the program's name in brackets, which may hold anything.
      String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return OptionalLong.of(Long.parseLong(fromThird[22 - 3]));
    } catch (NoSuchFileException e) {
      return OptionalLong.of(-1);
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty();
    }
  }
}
