package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.publish.UploadMode;
import dev.relabel.run.Step;
import dev.relabel.testing.HeldCalls.Hold;
import dev.relabel.testing.HeldCalls.Place;
import dev.relabel.testing.Processes;
import dev.relabel.testing.SparkCluster;
import dev.relabel.testing.SparkCluster.Machine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of two machines, of which one dies or freezes for a while. */
@Tag("faults")
class ClusterFaultsIT {
  private static final String ADD = "figures.bulk.add";
  private static final String LOOK = "annotations.bulk.info";

  /** An executor is given up after this, which is longer than a look may be acted on. */
  private static final Map<String, String> IMPATIENT =
      SparkCluster.settings(
          "spark.network.timeout", "13s",
          "spark.network.timeoutInterval", "1s",
          "spark.executor.heartbeatInterval", "2s");

  @BeforeEach
  void needsASparkHome() {
    SparkCluster.assumeItCanRun();
  }

  @Test
  void theRunOutlivesItsDriverAndAMachine(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.REPLACE)) {
      SparkCluster cluster = SparkCluster.start(scene.processes(), directory, 2);
      Hold before = scene.calls().hold(Place.BEFORE, ADD);
      RelabelProcess first = scene.start(cluster.address(), SparkCluster.settings());
      first.await("a write", before::isReached);
      first.kill();
      before.release();

      Hold after = scene.calls().hold(Place.AFTER, ADD, 1, () -> scene.isDone(Step.RECEIPTS, 0));
      RelabelProcess second = scene.start(cluster.address(), SparkCluster.settings());
      second.await("a write of the second wave", after::isReached);
      Machine machine =
          second.find(
              "a machine that writes", () -> cluster.onlyMachineInside(SparkCluster.WRITING));
      scene.processes().kill(machine.worker());
      scene.processes().kill(machine.executor());
      after.release();

      scene.assertDoneOnce(second.end());
    }
  }

  /** It has looked and not yet written; meanwhile its twin does both. */
  @Test
  void aMachineThatWakesBetweenItsLookAndItsWriteDoublesNothing(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.APPEND)) {
      SparkCluster cluster = SparkCluster.start(scene.processes(), directory, 2);
      Hold look = scene.calls().hold(Place.AFTER, LOOK, 1, () -> scene.isDone(Step.CHANGES, 0));
      RelabelProcess driver = scene.start(cluster.address(), IMPATIENT);
      driver.await("a look", look::isReached);
      Machine frozen =
          driver.find(
              "the machine that looks",
              () -> cluster.onlyMachineInside("dev.relabel.publish.Publisher."));
      frozen.freeze();
      look.release();

      driver.await("its twin's end", () -> scene.isDone(Step.RECEIPTS, 0));
      wake(frozen, scene, driver);

      scene.assertDoneOnce(driver.end());
    }
  }

  /** Its write is with the platform, which takes as long as its twin. */
  @Test
  void aMachineWhoseWriteLandsWhileItsTwinWritesDoublesNothing(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.APPEND)) {
      SparkCluster cluster = SparkCluster.start(scene.processes(), directory, 2);
      Hold late = scene.calls().hold(Place.BEFORE, ADD);
      RelabelProcess driver = scene.start(cluster.address(), IMPATIENT);
      driver.await("a write", late::isReached);
      driver.await("the wave's other write", () -> scene.calls().effective(ADD) == 1);
      Machine frozen =
          driver.find(
              "a machine that writes", () -> cluster.onlyMachineInside(SparkCluster.WRITING));
      frozen.freeze();
      Hold twin = scene.calls().hold(Place.BEFORE, ADD);
      driver.await("its twin's write", twin::isReached);
      late.release();
      driver.await("its landing", () -> scene.calls().effective(ADD) == 2);
      twin.release();

      driver.await("its twin's end", () -> scene.isDone(Step.RECEIPTS, 0));
      wake(frozen, scene, driver);

      scene.assertDoneOnce(driver.end());
    }
  }

  /**
   * The executor alone goes on, so that nobody ends it, while the driver is kept waiting, so that
   * it would take what comes too late.
   */
  private static void wake(Machine frozen, FaultScene scene, RelabelProcess driver) {
    Hold export =
        scene
            .calls()
            .hold(Place.BEFORE, "images.bulk.download", 1, () -> scene.isDone(Step.RECEIPTS, 1));
    driver.await("the export", export::isReached);
    assertThat(Processes.isFrozen(frozen.executor())).as("still frozen").isTrue();
    Processes.resume(frozen.executor());
    driver.await(
        "the end of the task that has come too late",
        () -> !Processes.isInside(frozen.executor(), "dev.relabel.stage.WriteTask"));
    export.release();
  }
}
