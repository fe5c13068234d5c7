package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.publish.UploadMode;
import dev.relabel.testing.HeldCalls.Hold;
import dev.relabel.testing.HeldCalls.Place;
import dev.relabel.testing.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver is killed, and the same command is run again. */
class KilledDriverIT {
  private static final String MASTER = "local[2]";
  private static final String ADD = "figures.bulk.add";

  /** About as many calls as a run makes. */
  private static final int CALLS = 50;

  private static RelabelProcess start(FaultScene scene) {
    return scene.start(MASTER, Map.of());
  }

  private static void killAt(Moment moment, FaultScene scene) {
    BooleanSupplier hasCome = moment.in(scene);
    RelabelProcess driver = start(scene);
    driver.await(moment.toString(), hasCome);
    driver.kill();
  }

  @Tag("faults")
  @Test
  void aRunThatIsKilledAgainAndAgainEndsAsIfNothingHadHappened(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.REPLACE)) {
      for (Moment moment :
          List.of(Moment.DURING_PREDICTION, Moment.AFTER_A_WRITE, Moment.DURING_EXPORT)) {
        killAt(moment, scene);
        scene.calls().close();
      }
      scene.assertDoneOnce(start(scene).end());
    }
  }

  /** The worst that can happen: the write lands while it is repeated, and then nobody checks. */
  @Test
  void aWriteOfAKilledDriverThatLandsLateLeavesNoSecondLabel(@TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, UploadMode.APPEND)) {
      Hold late = scene.calls().hold(Place.BEFORE, ADD, 2, () -> true);
      RelabelProcess first = start(scene);
      first.await("the write that lands late", late::isReached);
      first.kill();
      int landed = scene.calls().effective(ADD);

      Hold repetition = scene.calls().hold(Place.BEFORE, ADD);
      Hold answer = scene.calls().hold(Place.AFTER, ADD, 2, () -> true);
      RelabelProcess second = start(scene);
      second.await("its repetition", repetition::isReached);
      late.release();
      second.await("its landing", () -> scene.calls().effective(ADD) == landed + 1);
      repetition.release();
      second.await("the landing of the repetition", answer::isReached);
      second.kill();
      answer.release();

      scene.assertDoneOnce(start(scene).end());
    }
  }

  static Stream<Arguments> everyMomentInEveryMode() {
    return Arrays.stream(UploadMode.values())
        .flatMap(mode -> Arrays.stream(Moment.values()).map(moment -> Arguments.of(mode, moment)));
  }

  @Tag("faults")
  @ParameterizedTest
  @MethodSource("everyMomentInEveryMode")
  void aRunThatIsKilledOnceEndsAsIfNothingHadHappened(
      UploadMode mode, Moment moment, @TempDir Path directory) {
    try (FaultScene scene = new FaultScene(directory, mode)) {
      killAt(moment, scene);
      scene.calls().close();
      scene.assertDoneOnce(start(scene).end());
    }
  }

  static LongStream seeds() {
    return Seeds.upTo(5);
  }

  @Tag("faults")
  @ParameterizedTest
  @MethodSource("seeds")
  void aRunThatIsKilledAtRandomEndsAsIfNothingHadHappened(long seed, @TempDir Path directory) {
    Random random = new Random(seed);
    UploadMode[] modes = UploadMode.values();
    try (FaultScene scene = new FaultScene(directory, modes[random.nextInt(modes.length)])) {
      int kills = 1 + random.nextInt(3);
      for (int i = 0; i < kills; i++) {
        Place place = random.nextBoolean() ? Place.BEFORE : Place.AFTER;
        Hold hold =
            scene.calls().hold(place, method -> true, 1 + random.nextInt(CALLS), () -> true);
        RelabelProcess driver = start(scene);
        driver.endsOr("a random call", hold::isReached);
        if (random.nextBoolean()) {
          hold.release();
          driver.runFor(random.nextInt(500));
        }
        driver.kill();
        hold.release();
      }
      assertThat(scene.calls().effective()).as("calls, seed %s", seed).isNotEmpty();
      scene.assertDoneOnce(start(scene).end());
    }
  }
}
