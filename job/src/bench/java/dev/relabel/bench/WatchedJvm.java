package dev.relabel.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM with this one's class path, and looks into its memory. */
final class WatchedJvm implements AutoCloseable {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;

  private WatchedJvm(Process process) {
    this.process = process;
  }

  /**
   * What a process holds.
   *
   * @param heapMegabytes live objects, after a full collection
   * @param residentMegabytes all memory, before that collection
   */
  record Memory(long heapMegabytes, long residentMegabytes) {}

  /**
   * Starts a JVM.
   *
   * @param options its options
   * @param command main class and arguments
   * @param errors is told each line of standard error
   */
  static WatchedJvm start(
      List<String> options,
      List<String> command,
      Map<String, String> environment,
      Consumer<String> errors)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(java("java"));
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(errors);
              } catch (IOException | UncheckedIOException e) {
                errors.accept("standard error ended: " + e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return new WatchedJvm(process);
  }

  /** Sends it a line. */
  void tell(String line) throws IOException {
    BufferedWriter input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line);
    input.newLine();
    input.flush();
  }

  /** Its standard output. */
  BufferedReader output() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Its own memory. */
  Memory memory() throws IOException, InterruptedException {
    return memory(process.toHandle());
  }

  /** The memory of Spark executors that it has started. */
  List<Memory> executors() throws IOException, InterruptedException {
    List<Memory> memory = new ArrayList<>();
    List<ProcessHandle> executors =
        process.descendants().filter(WatchedJvm::isExecutor).sorted().toList();
    for (ProcessHandle executor : executors) {
      memory.add(memory(executor));
    }
    return memory;
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

  private static Memory memory(ProcessHandle jvm) throws IOException, InterruptedException {
    long pid = jvm.pid();
    Path status = Path.of("/proc/%s/status".formatted(pid));
    long resident = Files.isReadable(status) ? number(RESIDENT, Files.readString(status)) : 0;
    ask(pid, "GC.run");
    return new Memory(number(USED, ask(pid, "GC.heap_info")) / 1024, resident / 1024);
  }

  private static String ask(long pid, String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(java("jcmd"), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return answer;
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
