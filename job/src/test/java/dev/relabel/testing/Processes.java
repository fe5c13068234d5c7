package dev.relabel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Child processes of a test, with all that they have started: none of them outlives it. */
public final class Processes implements AutoCloseable {
  private static final int LONGEST_WAIT_SECONDS = 120;
  private static final int POLL_MILLIS = 5;

  private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::killAll, "kill-children");

  /** None yet. */
  public Processes() {
    Runtime.getRuntime().addShutdownHook(atExit); // for tests that are interrupted themselves
  }

  /** Starts a process with this process's environment and class path. */
  public Process start(ProcessBuilder command) {
    try {
      Process process = command.start();
      known.add(process.toHandle());
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line of a JVM like this one, with this one's class path. */
  public static List<String> java(List<String> options, List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(mainAndArguments);
    return command;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The Spark executors that a process has started, directly or not, and that still run. */
  public List<ProcessHandle> executorsOf(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    known.addAll(descendants);
    return descendants.stream().filter(Processes::isExecutor).sorted().toList();
  }

  /** Reads the whole command line, of which ProcessHandle keeps only the first few kilobytes. */
  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/%s/cmdline".formatted(process.pid())))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException ended) {
      return false;
    }
  }

  /** Whether some thread of a JVM is inside a class. */
  public static boolean isInside(ProcessHandle jvm, String className) {
    try {
      Process jcmd =
          new ProcessBuilder(tool("jcmd"), Long.toString(jvm.pid()), "Thread.print")
              .redirectErrorStream(true)
              .start();
      String threads = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      jcmd.waitFor();
      return threads.contains("at " + className);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9}, and waits until the process is gone. */
  public void kill(ProcessHandle process) {
    process.descendants().forEach(known::add);
    process.destroyForcibly();
    awaitEnd(process);
  }

  /** An orphan stays in the table of processes where nobody collects it, so this may end before. */
  private static void awaitEnd(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
  }

  /** Freezes a process. */
  public static void stop(ProcessHandle process) {
    signal("STOP", process);
  }

  /** Lets a frozen process go on. */
  public static void resume(ProcessHandle process) {
    signal("CONT", process);
  }

  /** Whether a process is frozen. */
  public static boolean isFrozen(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/%s/status".formatted(process.pid())))
          .contains("State:\tT");
    } catch (IOException ended) {
      return false;
    }
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -%s %s gave %s".formatted(name, process, status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until something is so.
   *
   * @param process while this one runs
   * @return false if the process ended before
   * @throws AssertionError if it takes too long
   */
  public static boolean await(Process process, String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    try {
      while (!condition.getAsBoolean()) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return condition.getAsBoolean();
        }
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS)) {
          throw new AssertionError(
              "Waited %s s in vain for %s".formatted(LONGEST_WAIT_SECONDS, what));
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void killAll() {
    for (ProcessHandle process : List.copyOf(known)) {
      process.descendants().forEach(known::add);
    }
    known.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends them all. */
  @Override
  public void close() {
    killAll();
    known.forEach(Processes::awaitEnd);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
