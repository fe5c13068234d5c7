package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.cli.Command.Result;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Step;
import dev.relabel.testing.HeldCalls.Hold;
import dev.relabel.testing.HeldCalls.Place;
import dev.relabel.testing.Seeds;
import dev.relabel.testing.SparkCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors are killed, and the run goes on by itself. */
class KilledExecutorIT {
  private static final String MASTER = "local-cluster[2,1,1024]";

  private static final String ADD = "figures.bulk.add";

  /** About as many calls as a run makes before it exports. */
  private static final int CALLS = 40;

  @BeforeEach
  void needsASparkHome() {
    SparkCluster.assumeItCanRun();
  }

  private static RelabelProcess start(FaultScene scene) {
    return scene.start(
        MASTER, SparkCluster.settings("spark.speculation", "true")); // which is not obeyed
  }

  private static void killWriting(FaultScene scene, RelabelProcess driver) {
    ProcessHandle writing =
        driver.find(
            "an executor that writes",
            () -> SparkCluster.executorInside(SparkCluster.WRITING, driver.executors()));
    scene.processes().kill(writing);
  }

  @Test
  void theRunEndsWellThoughAnExecutorIsKilledInTheMiddleOfAWrite(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.REPLACE)) {
      Hold write = scene.calls().hold(Place.AFTER, ADD);
      RelabelProcess driver = start(scene);
      driver.await("a write", write::isReached);
      killWriting(scene, driver);
      write.release();

      Result result = driver.end();
      scene.assertDoneOnce(result);
      assertThat(result.err().lines().filter(line -> line.contains("spark.speculation")))
          .hasSize(1)
          .allMatch(line -> line.contains("is ignored"));
    }
  }

  @Tag("faults")
  @ParameterizedTest
  @EnumSource(UploadMode.class)
  void theRunEndsWellThoughEachWaveLosesAnExecutor(UploadMode mode, @TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, mode)) {
      Hold before = scene.calls().hold(Place.BEFORE, ADD);
      Hold after = scene.calls().hold(Place.AFTER, ADD, 1, () -> scene.isDone(Step.RECEIPTS, 0));
      RelabelProcess driver = start(scene);

      driver.await("a write", before::isReached);
      killWriting(scene, driver);
      before.release();
      driver.await("a write of the second wave", after::isReached);
      killWriting(scene, driver);
      after.release();

      scene.assertDoneOnce(driver.end());
    }
  }

  static LongStream seeds() {
    return Seeds.upTo(3);
  }

  @Tag("faults")
  @ParameterizedTest
  @MethodSource("seeds")
  void theRunEndsWellThoughExecutorsAreKilledAtRandom(long seed, @TempDir Path directory) {
    Random random = new Random(seed);
    UploadMode[] modes = UploadMode.values();
    try (FaultScene scene = new FaultScene(directory, modes[random.nextInt(modes.length)])) {
      RelabelProcess driver = start(scene);
      // Spark gives a task up when it has failed four times.
      int kills = 1 + random.nextInt(3);
      for (int i = 0; i < kills; i++) {
        Place place = random.nextBoolean() ? Place.BEFORE : Place.AFTER;
        Hold hold =
            scene.calls().hold(place, method -> true, 1 + random.nextInt(CALLS), () -> true);
        if (driver.endsOr("a random call", hold::isReached)) {
          List<ProcessHandle> executors = driver.executors();
          if (!executors.isEmpty()) {
            scene.processes().kill(executors.get(random.nextInt(executors.size())));
          }
        }
        hold.release();
      }
      Result result = driver.end();
      assertThat(result.exitCode()).as("seed %s: %s", seed, result.err()).isZero();
      scene.assertDoneOnce(result);
    }
  }
}
