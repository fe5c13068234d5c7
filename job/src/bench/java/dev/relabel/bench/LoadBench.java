package dev.relabel.bench;

import dev.relabel.testing.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Does memory stay flat on a large project, what is the rate when images cost next to nothing, and
 * is every label there once, however many requests fail?
 *
 * <p>Serves a project of many tiny images with the embedded platform in a JVM of its own, runs
 * {@code relabel run --upload append} on it in another one with a small heap, and prints now and
 * then what lives on each heap after a full collection and what each process holds. The rate is a
 * little lower for these collections. At the end it reads every image back and fails if one holds
 * anything but what was drawn on it and the model's labels, each once.
 *
 * <pre>
 * --images N     (50000)      --heap SIZE   of driver and executors (512m)
 * --master URL   (local[*])   --wave-size N (10000)   --interval SECONDS (20)
 * --faults SHARE of all requests that fail: reset before or after their effect, 504 after it, 429,
 *                an answer cut off (0); --drawn N boxes on each image before (0); --seed N (1)
 * --work DIR     kept if given; a project that is there already is used again, labels and all
 * </pre>
 */
public final class LoadBench {
  private static final Pattern PREDICTED = Pattern.compile("predicted (\\d+) of (\\d+) images");

  private final int images;
  private final String heap;
  private final String master;
  private final Path work;
  private final int intervalSeconds;
  private final AtomicInteger predicted = new AtomicInteger();

  private LoadBench(int images, String heap, String master, Path work, int intervalSeconds) {
    this.images = images;
    this.heap = heap;
    this.master = master;
    this.work = work;
    this.intervalSeconds = intervalSeconds;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    Arguments given = Arguments.of(args);
    String work = given.text("work", "");
    new LoadBench(
            given.number("images", 50_000),
            given.text("heap", "512m"),
            given.text("master", "local[*]"),
            work.isEmpty() ? Files.createTempDirectory("relabel-load") : Path.of(work),
            given.number("interval", 20))
        .run(
            given.number("wave-size", 10_000),
            given.number("drawn", 0),
            Double.parseDouble(given.text("faults", "0")),
            given.number("seed", 1));
  }

  private void run(int waveSize, int drawn, double faults, long seed) throws Exception {
    Path project = work.resolve("project");
    if (!Files.exists(project)) {
      TinyProject.write(project, TinyProject.DATASET, images, drawn);
    }
    Path model = TinyModel.write(work.resolve("tiny.onnx"));
    Path runDirectory = Files.createTempDirectory(work, "run");
    say("%s images, heap %s, %s, waves of %s; %s", images, heap, master, waveSize, runDirectory);
    try (BenchServer server = BenchServer.start(project, faults, seed, 0)) {
      Map<String, String> environment =
          Map.of(
              "SERVER_ADDRESS",
              server.address(),
              "API_TOKEN",
              BenchServer.TOKEN,
              "ORT_DISABLE_TELEMETRY",
              "1",
              "OPENCV_LOG_LEVEL",
              "SILENT");
      List<String> command =
          List.of(
              "dev.relabel.cli.Main",
              "run",
              "--project-id",
              Long.toString(server.project()),
              "--model",
              model.toString(),
              "--upload",
              "append",
              "--run-dir",
              runDirectory.toString(),
              "--wave-size",
              Integer.toString(waveSize),
              "--master",
              master);
      try (WatchedJvm job = WatchedJvm.start(options(), command, environment, this::hear)) {
        watch(server, job);
      }
      server.counts().forEach((what, times) -> say("%9d  %s", times, what));
      ReadBack.check(server, drawn, images);
    }
  }

  private List<String> options() throws IOException {
    String classPath = System.getProperty("java.class.path");
    return List.of(
        "@" + jvmOptions(),
        "-Xmx" + heap,
        "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
        "-Dspark.executor.memory=" + heap,
        "-Dspark.executor.extraClassPath=" + classPath);
  }

  /** What Spark wants opened, as this JVM was started with it. */
  private Path jvmOptions() throws IOException {
    String opens =
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(each -> each.startsWith("--add-opens"))
            .collect(Collectors.joining("\n"));
    return Files.writeString(work.resolve("jvm-options"), opens + "\n");
  }

  private void hear(String line) {
    Matcher matcher = PREDICTED.matcher(line);
    if (matcher.find()) {
      predicted.set(Integer.parseInt(matcher.group(1)));
    } else {
      sayLine(line);
    }
  }

  private void watch(BenchServer server, WatchedJvm job) throws IOException, InterruptedException {
    say(
        "%9s  %8s  %s",
        "predicted", "seconds", "live heap / resident MB of driver, executors, server");
    long start = System.nanoTime();
    List<String> output = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              BufferedReader lines = job.output();
              lines.lines().forEach(output::add);
            });
    reader.start();
    while (reader.isAlive()) {
      reader.join(1000L * intervalSeconds);
      if (reader.isAlive()) {
        List<WatchedJvm.Memory> memory = new ArrayList<>();
        memory.add(job.memory());
        memory.addAll(job.executors());
        memory.add(server.memory());
        say(
            "%9d  %8.0f  %s",
            predicted.get(),
            (System.nanoTime() - start) / 1e9,
            memory.stream()
                .map(each -> each.heapMegabytes() + " / " + each.residentMegabytes())
                .collect(Collectors.joining("   ")));
      }
    }
    say("exit code %s after %.0f s", job.exitCode(), (System.nanoTime() - start) / 1e9);
    output.forEach(LoadBench::sayLine);
  }

  private static void say(String format, Object... arguments) {
    sayLine(String.format(Locale.ROOT, format, arguments));
  }

  private static void sayLine(String line) {
    System.out.println(line);
  }
}
