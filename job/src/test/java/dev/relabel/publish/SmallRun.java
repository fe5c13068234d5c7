package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.SimulatedRun.Shape;
import dev.relabel.publish.SimulatedRun.Work;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.HistoryChecker;
import dev.relabel.testing.Interference;
import dev.relabel.testing.MemoryFileSystem.Disk;
import dev.relabel.testing.RandomLabels;
import dev.relabel.testing.ServerHabits;
import dev.relabel.testing.SimulatedCrash;
import dev.relabel.testing.SimulatedServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A run over a few images that a test drives step by step. */
final class SmallRun implements AutoCloseable {
  private static final int MOST_STARTS = 5;

  private final SimulatedServer server;
  private final Disk disk = new Disk(UUID.randomUUID().toString(), operation -> {});
  private final List<Work> work;
  private final SimulatedRun run;

  private SmallRun(
      SimulatedServer server, List<Work> work, Shape shape, Interference around, Random random) {
    this.server = server;
    this.work = work;
    this.run = new SimulatedRun(server, around, disk, shape, work, random);
  }

  /** Images, labels and predictions of a seed; the same seed gives the same. */
  static final class Source {
    private final long seed;
    private final int images;
    private final Set<ServerHabits> habits;

    Source(long seed, int images, Set<ServerHabits> habits) {
      this.seed = seed;
      this.images = images;
      this.habits = habits;
    }

    /** A run over all of them. */
    SmallRun run(Shape shape, Interference around) {
      return run(shape, around, 0, images);
    }

    /** A run over some of them; the others are there, too. */
    SmallRun run(Shape shape, Interference around, int from, int to) {
      Random random = new Random(seed);
      RandomLabels labels = new RandomLabels(random);
      SimulatedServer server = new SimulatedServer(new ManualTime(), habits, random);
      List<Work> work = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        DatasetId dataset = new DatasetId(1 + 2 * i / images);
        List<Label> predicted = labels.predicted(4);
        List<Label> before = new ArrayList<>();
        before.add(labels.drawn());
        before.add(labels.predicted());
        if (!predicted.isEmpty()) {
          before.add(predicted.get(0));
        }
        ImageId image = server.image(dataset, before);
        work.add(new Work("image:" + image, dataset, image, predicted));
      }
      return new SmallRun(server, work.subList(from, to), shape, around, random);
    }
  }

  SimulatedRun simulated() {
    return run;
  }

  SimulatedServer server() {
    return server;
  }

  /** {@code relabel run}, until it has nothing more to do. */
  SmallRun publish() {
    untilDone(run::run);
    return this;
  }

  /** {@code relabel publish} or {@code undo}, until it has nothing more to do. */
  SmallRun write(WriteBack writeBack) {
    untilDone(() -> run.writeBack(writeBack));
    return this;
  }

  private void untilDone(Runnable command) {
    for (int start = 1; ; start++) {
      try {
        command.run();
        if (run.items().stream().allMatch(each -> isSettled(each.receipt()))) {
          server.settle();
          return;
        }
      } catch (SimulatedCrash | PlatformException e) {
        server.history().note("the driver ends: " + e.getMessage());
      }
      assertThat(start).as("starts\n%s", server.history()).isLessThan(MOST_STARTS);
    }
  }

  private static boolean isSettled(Optional<Receipt> receipt) {
    return receipt.isPresent() && receipt.get().isSettled();
  }

  /** What is on each image, without IDs. */
  Map<ImageId, List<Label>> held() {
    Map<ImageId, List<Label>> held = new LinkedHashMap<>();
    server
        .images()
        .forEach(
            image ->
                held.put(
                    image, server.on(image).stream().map(SimulatedServer.Held::sent).toList()));
    return held;
  }

  /** What each image of the run holds once its change is carried out, worked out from the plan. */
  Map<ImageId, List<Label>> wanted() {
    Map<ImageId, List<Label>> wanted = new LinkedHashMap<>();
    for (HistoryChecker.Item item : run.items()) {
      PlannedChange planned = item.planned();
      List<Label> labels =
          new ArrayList<>(planned.before().labels().stream().map(PlatformLabel::label).toList());
      planned.change().removals().forEach(removal -> labels.remove(removal.label()));
      labels.addAll(planned.change().additions());
      wanted.put(item.receipt().map(Receipt::image).orElse(planned.before().image()), labels);
    }
    return wanted;
  }

  /** The images' labels in any order. */
  static void assertSame(Map<ImageId, List<Label>> actual, Map<ImageId, List<Label>> expected) {
    expected.forEach(
        (image, labels) ->
            assertThat(actual.get(image))
                .as("image %s", image)
                .containsExactlyInAnyOrderElementsOf(labels));
  }

  /** Compares the end with the history. */
  void check() {
    assertThat(HistoryChecker.problems(server, run.items()))
        .as(() -> server.history().toString())
        .isEmpty();
  }

  /** The receipts' outcomes in order. */
  List<String> outcomes() {
    return run.items().stream()
        .map(each -> each.receipt().map(Receipt::outcome).orElse("none"))
        .toList();
  }

  /** How many work items there are. */
  int size() {
    return work.size();
  }

  @Override
  public void close() {
    disk.close();
  }
}
