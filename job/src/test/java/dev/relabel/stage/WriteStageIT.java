package dev.relabel.stage;

import static dev.relabel.testing.FakePlatform.DATASET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformConnection;
import dev.relabel.platform.ProjectId;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunLease;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.FakePlatform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteStageIT {
  private static final Label DRAWN =
      new Label(
          "car", new Rectangle(70, 70, 90, 90), OptionalDouble.empty(), List.of(), Origin.PERSON);
  private static final Label CAR = Label.predicted("car", new Rectangle(10, 10, 30, 30), 0.9);
  private static final Label BUS = Label.predicted("bus", new Rectangle(40, 40, 60, 60), 0.4);

  private final SparkSession spark =
      SparkSession.builder()
          .master("local[1]") // the fake is for one thread
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "1")
          .getOrCreate();

  private FakePlatform platform = new FakePlatform();
  private Fake access = new Fake("");
  private RunDirectory run = RunDirectory.at("unused", new Configuration());

  /** A fake that tasks find by its name. */
  private record Fake(String name) implements PlatformConnection {
    static final Map<String, FakePlatform> FAKES = new ConcurrentHashMap<>();

    @Override
    public String kind() {
      return "fake";
    }

    @Override
    public Platform open(int processes) {
      return FAKES.getOrDefault(name, new FakePlatform());
    }
  }

  @BeforeAll
  void quiet() {
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @BeforeEach
  void plan(@TempDir Path folder) {
    platform = new FakePlatform().image(1, DRAWN).image(2);
    access = new Fake(UUID.randomUUID().toString());
    Fake.FAKES.put(access.name(), platform);
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
    spark
        .createDataFrame(
            List.of(ChangeRows.write(planned(1)), ChangeRows.write(planned(2))), ChangeRows.SCHEMA)
        .write()
        .parquet(run.tablePath(Step.CHANGES, 0, "a"));
    run.commit(Step.CHANGES, 0, new Marker("a", Map.of()));
  }

  private PlannedChange planned(long image) {
    return new PlannedChange(
        "image:" + image,
        DATASET,
        platform.on(image),
        UploadMode.REPLACE.change(platform.on(image), List.of(CAR, BUS), MergeSettings.DEFAULT));
  }

  @Test
  void theSameWriteBackAgainDoesNothing() {
    Marker first = write(WriteBack.PUBLISH);
    int calls = platform.calls().size();

    assertThat(write(WriteBack.PUBLISH)).isEqualTo(first);

    assertThat(first.counts()).containsEntry("added", 4L).containsEntry("removed", 1L);
    assertThat(platform.calls()).hasSize(calls);
  }

  @Test
  void theReceiptsOfAPublishAreWhereItsUndoStarts() {
    write(WriteBack.PUBLISH);

    Marker undone = write(WriteBack.UNDO);

    assertThat(platform.labels(1)).containsExactly(DRAWN);
    assertThat(platform.labels(2)).isEmpty();
    assertThat(undone.counts()).containsEntry("added", 1L).containsEntry("removed", 4L);
  }

  @Test
  void afterAnUndoThePublishIsDoneAgain() {
    write(WriteBack.PUBLISH);
    write(new WriteBack(WriteBack.Kind.UNDO, List.of("bus"), null, null));
    assertThat(platform.labels(1)).containsExactly(CAR);

    Marker again = write(WriteBack.PUBLISH);

    assertThat(platform.labels(1)).containsExactly(CAR, BUS);
    assertThat(platform.labels(2)).containsExactly(CAR, BUS);
    assertThat(again.counts()).containsEntry("added", 2L).containsEntry("removed", 0L);
  }

  private Marker write(WriteBack writeBack) {
    ProjectId project = new ProjectId(1);
    try (RunLease lease = RunLease.acquire(run, note -> {}, () -> {})) {
      WriteBackSteps steps =
          new WriteBackSteps(
              spark,
              run,
              platform,
              new PlatformAccess(access, 1, PublishTarget.Holding.IMAGES),
              UploadMode.REPLACE,
              MergeSettings.DEFAULT,
              lease.check(),
              new BusyTime(new JavaSparkContext(spark.sparkContext())),
              new TrainingPause(run, platform, Progress.UNHEARD));
      return steps
          .write(
              new PublishTarget(
                  project,
                  List.of(DATASET),
                  Optional.of(project),
                  Map.of(),
                  PublishTarget.Holding.IMAGES,
                  0),
              writeBack)
          .run(0);
    }
  }
}
