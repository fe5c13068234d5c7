package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ManualTime;
import dev.relabel.publish.SimulatedRun.Shape;
import dev.relabel.publish.SimulatedRun.Work;
import dev.relabel.run.RunException;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.HistoryChecker;
import dev.relabel.testing.MemoryFileSystem.Disk;
import dev.relabel.testing.RandomLabels;
import dev.relabel.testing.ServerHabits;
import dev.relabel.testing.SimulatedCrash;
import dev.relabel.testing.SimulatedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of runs in memory, with people, faults, crashes and twins at any call. {@code
 * -Dseeds=100000} tries more of them, {@code -Dseed=17} one again.
 */
class SimulationTest {
  private static final String SEEDS = "1000";
  private static final int MOST_STARTS = 60;
  private static final String PUBLISHER = Publisher.class.getName();

  @BeforeAll
  static void saysNothingOfTheThousandsOfFaults() {
    Configurator.setLevel(PUBLISHER, Level.ERROR);
  }

  @AfterAll
  static void saysEverythingAgain() {
    Configurator.setLevel(PUBLISHER, Level.WARN);
  }

  @Test
  void whateverHappensTheReceiptsTellWhatThePlatformHolds() {
    String one = System.getProperty("seed", "");
    if (!one.isEmpty()) {
      live(Long.parseLong(one));
      return;
    }
    int seeds = Integer.parseInt(System.getProperty("seeds", SEEDS));
    for (long seed = 0; seed < seeds; seed++) {
      live(seed);
    }
  }

  private static void live(long seed) {
    try (Life life = new Life(seed)) {
      life.live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
    }
  }

  /** One run from its plan to its last write-back. */
  private static final class Life implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final SimulatedServer server;
    private final Chaos chaos;
    private final Disk disk;
    private final SimulatedRun run;
    private final UploadMode mode;
    private boolean isWritten;

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      random.nextInt(); // the first numbers of neighbouring seeds are alike
      server = new SimulatedServer(new ManualTime(), ServerHabits.some(random), random);
      chaos = new Chaos(server, random, Chaos.Rates.some(random));
      disk = new Disk("simulation-" + seed, chaos::beforeDiskChange);
      mode = anyMode();
      Shape shape =
          new Shape(
              mode,
              new MergeSettings(0.5 + random.nextInt(50) / 100.0, MergeSettings.IouKind.SHAPE),
              1 + random.nextInt(9),
              1 + random.nextInt(3));
      run = new SimulatedRun(server, chaos, disk, shape, work(), random);
      chaos.with(run);
      if (random.nextInt(4) == 0) {
        server.refuse(label -> label.score().isPresent() && label.score().getAsDouble() > 0.97);
      }
    }

    private UploadMode anyMode() {
      List<UploadMode> modes = List.of(UploadMode.values());
      return modes.get(random.nextInt(modes.size()));
    }

    private List<Work> work() {
      RandomLabels labels = new RandomLabels(random);
      List<Work> work = new ArrayList<>();
      int images = 1 + random.nextInt(12);
      for (int i = 0; i < images; i++) {
        DatasetId dataset = new DatasetId(1 + 2 * i / images);
        List<Label> predicted = labels.predicted(5);
        List<Label> before = new ArrayList<>();
        for (int j = random.nextInt(4); j > 0; j--) {
          boolean isAsPredicted = !predicted.isEmpty() && random.nextInt(3) == 0;
          Label label =
              isAsPredicted ? predicted.get(random.nextInt(predicted.size())) : labels.predicted();
          before.add(random.nextBoolean() ? label : RandomLabels.asDrawn(label));
        }
        ImageId image = server.image(dataset, before);
        work.add(new Work("image:" + image, dataset, image, predicted));
      }
      return work;
    }

    void live() {
      if (random.nextInt(3) == 0) {
        untilDone(run::plan);
      }
      attempt(run::run);
      boolean isTakenBackEarly = random.nextInt(4) == 0;
      if (!isTakenBackEarly) {
        untilDone(run::run);
        check();
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        WriteBack next = random.nextInt(3) == 0 ? WriteBack.PUBLISH : undo();
        untilDone(next);
        check();
      }
      chaos.calm();
      server.settle();
      toTheEnd(WriteBack.UNDO);
      toTheEnd(WriteBack.PUBLISH);
      assertThat(run.items())
          .as("faults have stopped")
          .allMatch(each -> each.receipt().map(Receipt::isSettled).orElse(false));
    }

    private void toTheEnd(WriteBack writeBack) {
      untilDone(writeBack);
      check();
      assertThat(HistoryChecker.leftUndone(server, run.items(), writeBack.kind()))
          .as(() -> run.history().toString())
          .isEmpty();
    }

    private WriteBack undo() {
      return switch (random.nextInt(3)) {
        case 0 -> WriteBack.UNDO;
        case 1 -> new WriteBack(WriteBack.Kind.UNDO, List.of("car"), null, null);
        default -> new WriteBack(WriteBack.Kind.UNDO, List.of(), 0.5, null);
      };
    }

    /** Starts the command again and again, as a person would who sees it fail. */
    private void untilDone(Runnable command) {
      for (int start = 0; start < MOST_STARTS; start++) {
        if (start > MOST_STARTS / 2) {
          chaos.calm();
        }
        if (attempt(command) && (isSettled() || random.nextInt(3) == 0)) {
          return; // people try again more often than not when something is unknown
        }
      }
      throw new AssertionError("Not done after many starts: " + run.history());
    }

    /** An undo has to be settled before anything else may begin. */
    private void untilDone(WriteBack next) {
      do {
        untilDone(() -> run.writeBack(next));
      } while (next.kind() == WriteBack.Kind.UNDO && isWritten && !isSettled());
    }

    private boolean isSettled() {
      return run.items().stream()
          .allMatch(each -> each.receipt().map(Receipt::isSettled).orElse(true));
    }

    private boolean attempt(Runnable command) {
      try {
        isWritten = true;
        command.run();
        return true;
      } catch (SimulatedRun.JobFailed | SimulatedCrash | RunException e) {
        server.history().note("driver ends: " + e.getMessage());
        if (e instanceof RunException
            && String.valueOf(e.getMessage()).contains("no part of it can be taken back")) {
          isWritten = false;
          return true; // as it should be
        }
      } catch (dev.relabel.platform.PlatformException e) {
        server.history().note("driver fails: " + e.getMessage());
      }
      server.time().pass(Duration.ofSeconds(random.nextInt(20)));
      return false;
    }

    private void check() {
      if (!isWritten || random.nextBoolean()) {
        return;
      }
      server.settle();
      List<String> problems = new ArrayList<>(HistoryChecker.problems(server, run.items()));
      if (mode == UploadMode.CREATE) {
        problems.addAll(HistoryChecker.writesToSources(server, run.items()));
      }
      assertThat(problems)
          .as(() -> "seed %s, %s\n%s".formatted(seed, mode, run.history()))
          .isEmpty();
    }

    @Override
    public void close() {
      disk.close();
    }
  }
}
