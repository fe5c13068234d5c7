package dev.relabel.bench;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.stage.PublishRound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * What does it cost that nothing is lost, written twice or destroyed?
 *
 * <p>The same labels go onto equal images of the embedded platform, which runs in a process of its
 * own, through the same client: blindly, and as a job writes them (look and keep what is there,
 * decide, look again, write, receipts). Once with plain threads, where nothing is kept on disk, and
 * once as the publish stage of a job with all its tables, against a Spark job that only adds. Ways
 * take turns; each round has images of its own.
 *
 * <pre>
 * --images N  of a round (2000)    --rounds N (5)
 * --labels N  added per image (10) --drawn N  there before (5)
 * --threads N (cores)              --latency MS of each request (0)
 * </pre>
 */
public final class SafetyBench {
  private final int images;
  private final List<Label> labels;
  private final int threads;
  private final Map<Way, Summary> results = new EnumMap<>(Way.class);
  private final Path work;

  /** What is compared. */
  private enum Way {
    THREADS_BLIND("threads, blind"),
    THREADS_SAFE("threads, safe"),
    JOB_BLIND("Spark job, blind"),
    JOB_SAFE("publish stage");

    private final String title;

    Way(String title) {
      this.title = title;
    }
  }

  private SafetyBench(int images, int labels, int threads, Path work) {
    this.images = images;
    this.labels = IntStream.range(0, labels).mapToObj(SafetyBench::label).toList();
    this.threads = threads;
    this.work = work;
  }

  private static Label label(int number) {
    double at = number % 40;
    double side = 8 + number % 9;
    return Label.predicted("found", new Rectangle(at, at, at + side, at + 20), 0.5);
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    Arguments given = Arguments.of(args);
    new SafetyBench(
            given.number("images", 2000),
            given.number("labels", 10),
            given.number("threads", Runtime.getRuntime().availableProcessors()),
            Files.createTempDirectory("relabel-safety"))
        .compare(given.number("rounds", 5), given.number("drawn", 5), given.number("latency", 0));
  }

  private void compare(int rounds, int drawn, int latency) throws Exception {
    say(
        "%s images with %s labels each; %s more are added to each; %s threads; %s ms a request",
        images, drawn, labels.size(), threads, latency);
    Path project = work.resolve("project");
    for (int round = 0; round <= rounds; round++) {
      for (Way way : Way.values()) {
        TinyProject.write(project, dataset(round, way), images, drawn);
      }
    }
    try (BenchServer server = BenchServer.start(project, 0, 1, latency);
        Platform platform = connection(server).open(1);
        SparkSession spark = spark()) {
      platform.mergeSchema(
          new ProjectId(server.project()),
          List.of(new LabelClass("found", LabelClass.Shape.RECTANGLE)),
          "_nn");
      List<DatasetInfo> datasets = platform.datasets(new ProjectId(server.project()));
      for (int round = 0; round <= rounds; round++) {
        say(round == 0 ? "warm-up" : "round " + round);
        for (Way way : Way.values()) {
          String name = dataset(round, way);
          DatasetInfo dataset =
              datasets.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
          Map<String, Integer> before = server.counts();
          Round measured = round(way, spark, platform, connection(server), dataset);
          Map<String, Integer> after = server.counts();
          before.forEach((method, times) -> after.merge(method, -times, Integer::sum));
          after.values().removeIf(times -> times == 0);
          say("  %-18s %s  %s", way.title, measured, after);
          if (round > 0) {
            results.computeIfAbsent(way, each -> new Summary()).add(measured);
          }
        }
      }
    }
    report();
  }

  private static String dataset(int round, Way way) {
    return String.format(Locale.ROOT, "%02d-%s", round, way);
  }

  private static PlatformConnection connection(BenchServer server) {
    return SuperviselyConnection.of(server.address(), Secret.of(BenchServer.TOKEN))
        .withRequestsPerSecond(100_000); // the client's own limit is not what is measured
  }

  private Round round(
      Way way,
      SparkSession spark,
      Platform platform,
      PlatformConnection connection,
      DatasetInfo dataset)
      throws Exception {
    List<ImageInfo> all = new ArrayList<>();
    platform.images(dataset.id()).forEachRemaining(all::add);
    List<ImageId> ids = all.stream().map(ImageInfo::id).toList();
    BatchRound batches = new BatchRound(platform, dataset.id(), labels, threads);
    long[] added = {0};
    Round measured;
    if (way == Way.THREADS_BLIND || way == Way.THREADS_SAFE) {
      measured =
          Round.of(
              images,
              () ->
                  added[0] = way == Way.THREADS_BLIND ? batches.blindly(ids) : batches.safely(ids));
    } else {
      PublishRound wave =
          new PublishRound(
              spark,
              platform,
              connection,
              dataset,
              all,
              labels,
              threads,
              Files.createTempDirectory(work, "run"));
      measured =
          Round.of(images, () -> added[0] = way == Way.JOB_BLIND ? wave.blindly() : wave.safely());
    }
    if (added[0] != (long) images * labels.size()) {
      throw new IllegalStateException("Added " + added[0]);
    }
    return measured;
  }

  private void report() {
    say("medians");
    results.forEach(
        (way, summary) ->
            say(
                "  %-18s %8.1f images/s %6.2f CPU ms/image",
                way.title, summary.imagesPerSecond(), summary.cpuMillisPerImage()));
    say(
        "safe / blind: threads %.3f, publish stage %.3f",
        ratio(Way.THREADS_SAFE, Way.THREADS_BLIND), ratio(Way.JOB_SAFE, Way.JOB_BLIND));
  }

  private double ratio(Way safe, Way blind) {
    Summary one = results.get(safe);
    Summary other = results.get(blind);
    return one == null || other == null
        ? Double.NaN
        : one.imagesPerSecond() / other.imagesPerSecond();
  }

  private SparkSession spark() {
    return SparkSession.builder()
        .master("local[%s]".formatted(threads))
        .appName("safety")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.scheduler.mode", "FAIR")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
