package dev.relabel.cli;

import dev.relabel.cli.Command.Result;
import dev.relabel.testing.Processes;
import dev.relabel.testing.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The command in a process of its own, which can be killed. */
final class RelabelProcess {
  private static final int LONGEST_RUN_MINUTES = 3;

  private final Processes processes;
  private final Process process;
  private final Path out;
  private final Path err;

  private RelabelProcess(Processes processes, Process process, Path out, Path err) {
    this.processes = processes;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param directory where its output goes
   * @param spark Spark's settings, as spark-submit passes them
   */
  static RelabelProcess start(
      Processes processes,
      TestPlatform platform,
      Path directory,
      Map<String, String> spark,
      List<String> arguments) {
    List<String> options = new ArrayList<>(opens());
    // It lives for seconds: with the quick compiler alone it is done sooner.
    options.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx512m"));
    spark.forEach((name, value) -> options.add("-D%s=%s".formatted(name, value)));
    List<String> command = new ArrayList<>(List.of(Main.class.getName()));
    command.addAll(arguments);
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(Processes.java(options, command))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("SERVER_ADDRESS", platform.address());
      builder.environment().put("API_TOKEN", TestPlatform.TOKEN);
      return new RelabelProcess(processes, processes.start(builder), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this process opens for Spark. */
  private static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .toList();
  }

  /**
   * Waits until something is so.
   *
   * @throws AssertionError if the process ends before, or it takes too long
   */
  void await(String what, BooleanSupplier condition) {
    if (!endsOr(what, condition)) {
      throw new AssertionError("It ended before: %s. %s".formatted(what, read(err)));
    }
  }

  /** Waits until something is found. */
  <T> T find(String what, Supplier<Optional<T>> search) {
    List<T> found = new ArrayList<>();
    await(
        what,
        () -> {
          search.get().ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.get(0);
  }

  /** Waits until something is so or the process has ended; tells whether it is so. */
  boolean endsOr(String what, BooleanSupplier condition) {
    return Processes.await(process, what, condition);
  }

  /** Lets it run that long at most. */
  void runFor(long millis) {
    try {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9}. */
  void kill() {
    processes.kill(process.toHandle());
  }

  /** Its Spark executors that are processes of their own and its descendants. */
  List<ProcessHandle> executors() {
    return processes.executorsOf(process);
  }

  /** Waits for its end. */
  Result end() {
    try {
      if (!process.waitFor(LONGEST_RUN_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("Still running: " + read(err));
      }
      return new Result(process.exitValue(), read(out), read(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
