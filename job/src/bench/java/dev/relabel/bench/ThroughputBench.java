package dev.relabel.bench;

import dev.relabel.image.ImageDecoder;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.Models;
import dev.relabel.publish.MergeSettings;
import dev.relabel.source.FileSource.Depth;
import dev.relabel.stage.FailureLimit;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.ModelChoice;
import dev.relabel.stage.Progress;
import dev.relabel.stage.RelabelJob;
import dev.relabel.stage.RunRequest;
import dev.relabel.stage.RunSummary;
import dev.relabel.video.FrameRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * How fast a whole run is next to the same code in plain threads.
 *
 * <p>Four ways take turns on the same photos, in one process, after one warm-up of each: plain
 * threads with a session each, plain threads that share one, the run command's job (plan, predict,
 * commit, count; no upload), and a row-at-a-time Spark job. The ratio that counts is the job's
 * median against the faster of the plain ways.
 *
 * <pre>
 * --images N   photos per round (400)      --rounds N   measured rounds (5)
 * --threads N  threads and Spark's cores (this machine's)
 * --model FILE.onnx   (yolox_nano_416.onnx of relabel.testdata)
 * --ways a,b   some of own,shared,job,rows
 * </pre>
 */
public final class ThroughputBench {
  private final int images;
  private final int threads;
  private final Path model;
  private final Path work;
  private final ModelChoice localModel;

  private ThroughputBench(int images, int threads, Path model, Path work) {
    this.images = images;
    this.threads = threads;
    this.model = model;
    this.work = work;
    this.localModel =
        new ModelChoice.OfFile(
            model,
            Models.inspect(model, ModelSettings.NONE),
            ModelSettings.NONE,
            Device.CPU,
            DeviceOptions.DEFAULT);
  }

  private enum Way {
    OWN("plain threads, own sessions"),
    SHARED("plain threads, one session"),
    JOB("relabel run"),
    ROWS("row-at-a-time Spark job");

    private final String title;

    Way(String title) {
      this.title = title;
    }
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    Arguments given = Arguments.of(args);
    Path work = Files.createTempDirectory("relabel-throughput");
    try {
      ThroughputBench bench =
          new ThroughputBench(
              given.number("images", 400),
              given.number("threads", Runtime.getRuntime().availableProcessors()),
              Path.of(
                  given.text(
                      "model", TestData.folder().resolve("models/yolox_nano_416.onnx").toString())),
              work);
      bench.compare(
          given.number("rounds", 5),
          Stream.of(given.text("ways", "own,shared,job,rows").split(",", -1))
              .map(name -> Way.valueOf(name.toUpperCase(Locale.ROOT)))
              .toList());
    } finally {
      delete(work);
    }
  }

  private void compare(int rounds, List<Way> ways) throws Exception {
    Path photos = Photos.make(work.resolve("photos"), images);
    List<Path> files;
    try (Stream<Path> listed = Files.list(photos)) {
      files = listed.sorted().toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    say(
        "%s photos of 1.2 to 3.7 megapixels, %s kB on average; %s threads; %s",
        images, bytes / images / 1000, threads, model.getFileName());
    Map<Way, Summary> results = new EnumMap<>(Way.class);
    try (Baseline own = Baseline.ownSessions(model, threads);
        Baseline shared = Baseline.sharedSession(model, threads);
        SparkSession spark = spark()) {
      for (int round = 0; round <= rounds; round++) {
        say(round == 0 ? "warm-up" : "round " + round);
        for (Way way : ways) {
          Round measured =
              Round.of(
                  images,
                  () -> {
                    switch (way) {
                      case OWN -> own.predict(files);
                      case SHARED -> shared.predict(files);
                      case JOB -> job(spark, photos);
                      case ROWS ->
                          NaiveJob.run(
                              spark,
                              photos,
                              model,
                              Files.createTempDirectory(work, "rows").resolve("out"));
                    }
                  });
          say("  %-28s %s", way.title, measured);
          if (round > 0) {
            results.computeIfAbsent(way, each -> new Summary()).add(measured);
          }
        }
      }
    }
    report(results);
  }

  private void report(Map<Way, Summary> results) {
    double plain =
        results.entrySet().stream()
            .filter(each -> each.getKey() == Way.OWN || each.getKey() == Way.SHARED)
            .mapToDouble(each -> each.getValue().imagesPerSecond())
            .max()
            .orElse(Double.NaN);
    double plainCpu =
        results.entrySet().stream()
            .filter(each -> each.getKey() == Way.OWN || each.getKey() == Way.SHARED)
            .mapToDouble(each -> each.getValue().cpuMillisPerImage())
            .min()
            .orElse(Double.NaN);
    say("medians");
    results.forEach(
        (way, summary) ->
            say(
                "  %-28s %6.2f images/s = %.3f of plain %7.1f CPU ms/image = %.3f of plain",
                way.title,
                summary.imagesPerSecond(),
                summary.imagesPerSecond() / plain,
                summary.cpuMillisPerImage(),
                plainCpu / summary.cpuMillisPerImage()));
  }

  private void job(SparkSession spark, Path photos) throws IOException {
    Path runDirectory = Files.createTempDirectory(work, "run");
    RunRequest request =
        new RunRequest(
            new InputSelection.Files(List.of(photos.toString()), Depth.THIS_FOLDER, FrameRange.ALL),
            0,
            Optional.empty(),
            ImageDecoder.DEFAULT_MAX_PIXELS,
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            MergeSettings.DEFAULT,
            RunRequest.Writing.AT_ONCE,
            runDirectory.toString(),
            10_000,
            FailureLimit.DEFAULT,
            List.of());
    RunSummary summary =
        new RelabelJob(spark, request, () -> localModel, new Silent(), Clock.systemUTC()).run();
    if (summary.images() != images) {
      throw new IllegalStateException("Predicted %s of %s".formatted(summary.images(), images));
    }
    say("    busy seconds %s in %.1f s", summary.busySeconds(), summary.seconds());
  }

  private SparkSession spark() {
    return SparkSession.builder()
        .master("local[%s]".formatted(threads))
        .appName("throughput")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.scheduler.mode", "FAIR")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  private static final class Silent implements Progress {
    @Override
    public void note(String line) {}

    @Override
    public void predicted(long done, long total) {}
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
