package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.model.ModelCard;
import dev.relabel.predict.Outcome;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.WorkItem;
import dev.relabel.track.ByteTracker;
import dev.relabel.track.TrackingSettings;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Tracks of objects that come, go and cross, over waves that are cut in the middle of videos. */
@TestInstance(Lifecycle.PER_CLASS)
class TrackStageIT {
  private static final int FRAMES = 40;
  private static final int DAMAGED = 17;

  private final SparkSession spark =
      SparkSession.builder()
          .master("local[3]")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "5")
          .getOrCreate();

  private final PredictionRows rows =
      new PredictionRows("run", new ModelCard("scenes", "0", List.of()));

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** What is on a frame: some go right, some left, each for a while; in an order of its own. */
  private static List<Label> scene(String video, int frame) {
    List<Label> labels = new ArrayList<>();
    for (int object = 0; object < 5; object++) {
      boolean isThere = frame >= 4 * object && frame < 20 + 5 * object;
      double x = object % 2 == 0 ? 10 + 3 * frame + 40 * object : 300 - 3 * frame - 30 * object;
      if (isThere) {
        labels.add(
            Label.predicted(
                object == 3 ? "bus" : "car",
                new Rectangle(x, 50 + 4 * object, x + 30, 90 + 4 * object),
                0.5 + 0.08 * object + 0.001 * frame));
      }
    }
    Collections.shuffle(labels, new Random(31L * video.hashCode() + frame));
    return labels;
  }

  private Row row(String video, int frame) {
    WorkItem item = WorkItem.frame(WorkItem.file(video, video), new WorkItem.Frame(frame, null), 1);
    Outcome<WorkItem> outcome =
        frame == DAMAGED
            ? new Outcome.Rejected<>(item, "unreadable-video", "a test")
            : new Outcome.Predicted<>(item, 640, 480, "00", scene(video, frame));
    return rows.write(outcome, new Timestamp(0));
  }

  private static List<List<OptionalLong>> expected(String video) {
    ByteTracker tracker = new ByteTracker(TrackingSettings.DEFAULT);
    List<List<OptionalLong>> tracks = new ArrayList<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      List<Label> labels = frame == DAMAGED ? List.of() : scene(video, frame);
      tracks.add(tracker.next(labels).stream().map(Label::track).toList());
    }
    return tracks;
  }

  private List<Row> tracked(RunDirectory run, Path folder, int wave, List<Row> some) {
    String from = folder.resolve("from-" + wave).toString();
    String to = folder.resolve("to-" + wave).toString();
    spark
        .createDataFrame(
            new JavaSparkContext(spark.sparkContext()).parallelize(some, 4), PredictionRows.SCHEMA)
        .write()
        .parquet(from);
    new TrackStage(spark, run, TrackingSettings.DEFAULT).track(wave, from, to);
    return spark
        .read()
        .schema(PredictionRows.SCHEMA)
        .parquet(to)
        .orderBy("_metadata.file_name", "_metadata.row_index")
        .collectAsList();
  }

  @Test
  void wavesThatCutVideosGiveTheTracksOfOneTrackerThatSeesAllFrames(@TempDir Path folder) {
    List<String> videos = List.of("z.mkv", "b.mkv", "a.mkv");
    List<Row> all = new ArrayList<>();
    for (String video : videos) {
      for (int frame = 0; frame < FRAMES; frame++) {
        all.add(row(video, frame));
      }
    }
    all.add(
        FRAMES,
        rows.write(
            new Outcome.Predicted<>(
                WorkItem.file("photo.jpg", "photo.jpg"), 640, 480, "00", scene("photo", 9)),
            new Timestamp(0)));
    RunDirectory run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
    List<Row> found = new ArrayList<>();
    int[] cuts = {0, 9, 40, 41, 54, 75, 121};
    for (int wave = 0; wave + 1 < cuts.length; wave++) {
      found.addAll(tracked(run, folder, wave, all.subList(cuts[wave], cuts[wave + 1])));
    }

    assertThat(found).hasSize(all.size());
    Set<Long> numbers = new TreeSet<>();
    for (Row each : found) {
      WorkItem item = PredictionRows.item(each);
      if (PredictionRows.isQuarantined(each)) {
        assertThat(item.frame()).isNotNull();
        continue;
      }
      List<Label> labels = PredictionRows.labels(each);
      List<OptionalLong> tracks = labels.stream().map(Label::track).toList();
      WorkItem.Frame frame = item.frame();
      if (frame == null) {
        assertThat(tracks).allMatch(OptionalLong::isEmpty);
      } else {
        assertThat(tracks)
            .as("%s", item.itemId())
            .isEqualTo(expected(item.source()).get((int) frame.index()));
        tracks.forEach(track -> track.ifPresent(numbers::add));
      }
    }
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(5);
    assertThat(found.stream().map(each -> PredictionRows.item(each).itemId()))
        .as("the order of the plan, within each wave")
        .containsExactlyElementsOf(all.stream().map(each -> (String) each.get(1)).toList());
  }
}
