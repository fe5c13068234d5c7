package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Label;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.MergeSettings.IouKind;
import dev.relabel.publish.SimulatedRun.Shape;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.Interference;
import dev.relabel.testing.RandomLabels;
import dev.relabel.testing.ServerHabits;
import dev.relabel.testing.SimulatedServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every run, on images, labels and servers of many seeds. */
class LawsTest {
  private static final int SEEDS = 25;
  private static final int IMAGES = 10;

  /** One law for one seed. */
  private interface Law {
    void holds(SmallRun.Source source, Shape shape);
  }

  private static void always(UploadMode mode, Law law) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      random.nextInt();
      SmallRun.Source source = new SmallRun.Source(seed, IMAGES, ServerHabits.some(random));
      Shape shape =
          new Shape(mode, MergeSettings.DEFAULT, 1 + random.nextInt(IMAGES), 1 + random.nextInt(3));
      try {
        law.holds(source, shape);
      } catch (AssertionError e) {
        throw new AssertionError("Seed %s: %s".formatted(seed, e.getMessage()), e);
      }
    }
  }

  private static SmallRun run(SmallRun.Source source, Shape shape) {
    return source.run(shape, Interference.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsRunAgainDoesNothing(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            run.publish();
            int events = run.server().history().size();

            run.publish();

            assertThat(
                    run.server().history().events().subList(events, run.server().history().size()))
                .as("only a driver that begins")
                .hasSize(1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aRunDoesWhatItsPlanSays(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            run.publish();

            SmallRun.assertSame(run.held(), run.wanted());
            run.check();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void undoAfterRunIsTheIdentity(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            Map<ImageId, List<Label>> before = run.held();

            run.publish().write(WriteBack.UNDO);

            SmallRun.assertSame(run.held(), before);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void publishAfterUndoIsThePublishBefore(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            run.publish();
            Map<ImageId, List<Label>> published = run.held();

            run.write(WriteBack.UNDO).write(WriteBack.PUBLISH);

            SmallRun.assertSame(run.held(), published);
            run.check();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void undoInPartsIsUndoAsAWhole(UploadMode mode) {
    WriteBack cars = new WriteBack(WriteBack.Kind.UNDO, List.of("car"), null, null);
    WriteBack good = new WriteBack(WriteBack.Kind.UNDO, List.of(), 0.5, null);
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            Map<ImageId, List<Label>> before = run.held();

            run.publish().write(cars);
            run.check();
            run.write(good);
            run.check();
            run.write(WriteBack.UNDO);

            SmallRun.assertSame(run.held(), before);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void undoOfAClassLeavesTheOthers(UploadMode mode) {
    WriteBack cars = new WriteBack(WriteBack.Kind.UNDO, List.of("car"), null, null);
    always(
        mode,
        (source, shape) -> {
          try (SmallRun run = run(source, shape)) {
            Map<ImageId, List<Label>> before = run.held();
            run.publish();
            Map<ImageId, List<Label>> published = run.held();

            run.write(cars);

            SmallRun.assertSame(of("car", run.held()), of("car", before));
            SmallRun.assertSame(without("car", run.held()), without("car", published));
          }
        });
  }

  private static Map<ImageId, List<Label>> of(String className, Map<ImageId, List<Label>> all) {
    Map<ImageId, List<Label>> some = new LinkedHashMap<>();
    all.forEach(
        (image, labels) ->
            some.put(
                image,
                labels.stream().filter(each -> each.className().equals(className)).toList()));
    return some;
  }

  private static Map<ImageId, List<Label>> without(
      String className, Map<ImageId, List<Label>> all) {
    Map<ImageId, List<Label>> some = new LinkedHashMap<>();
    all.forEach(
        (image, labels) ->
            some.put(
                image,
                labels.stream().filter(each -> !each.className().equals(className)).toList()));
    return some;
  }

  @ParameterizedTest
  @EnumSource
  void twoHalvesOfADatasetAreTheWhole(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun whole = run(source, shape);
              SmallRun first = source.run(shape, Interference.NONE, 0, IMAGES / 2);
              SmallRun second = source.run(shape, Interference.NONE, IMAGES / 2, IMAGES)) {
            Map<String, List<Label>> halves = byItem(first.publish());
            halves.putAll(byItem(second.publish()));

            assertThat(byItem(whole.publish()).keySet()).isEqualTo(halves.keySet());
            byItem(whole)
                .forEach(
                    (item, labels) ->
                        assertThat(halves.get(item)).containsExactlyInAnyOrderElementsOf(labels));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void wavesAndPartitionsMakeNoDifference(UploadMode mode) {
    always(
        mode,
        (source, shape) -> {
          try (SmallRun one = run(source, shape);
              SmallRun other = run(source, new Shape(mode, shape.merge(), IMAGES, 1))) {
            Map<String, List<Label>> expected = byItem(other.publish());

            byItem(one.publish())
                .forEach(
                    (item, labels) ->
                        assertThat(labels).containsExactlyInAnyOrderElementsOf(expected.get(item)));
          }
        });
  }

  private static Map<String, List<Label>> byItem(SmallRun run) {
    Map<String, List<Label>> held = new LinkedHashMap<>();
    run.simulated()
        .items()
        .forEach(
            item ->
                held.put(
                    item.planned().itemId(), run.held().get(item.receipt().orElseThrow().image())));
    return held;
  }

  @Test
  void iouMergeAboveEveryOverlapIsAppend() {
    int compared = 0;
    for (long seed = 0; seed < 20 * SEEDS; seed++) {
      RandomLabels labels = new RandomLabels(new Random(seed));
      List<PlatformLabel> there = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        there.add(new PlatformLabel(Optional.of(new FigureId(i)), labels.predicted()));
      }
      PlatformAnnotation before =
          new PlatformAnnotation(
              new ImageId(1),
              SimulatedServer.WIDTH,
              SimulatedServer.HEIGHT,
              there,
              List.of(),
              List.of());
      List<Label> predictions = labels.predicted(12);
      double most = largestIou(before, predictions);
      if (most < 1) {
        MergeSettings above = new MergeSettings(Math.nextUp(most), IouKind.SHAPE);
        assertThat(UploadMode.IOU_MERGE.change(before, predictions, above))
            .as("seed %s", seed)
            .isEqualTo(UploadMode.APPEND.change(before, predictions, above));
        compared += most > 0 ? 1 : 0;
      }
    }
    assertThat(compared).as("cases with some overlap").isGreaterThan(SEEDS);
  }

  private static double largestIou(PlatformAnnotation before, List<Label> predictions) {
    double most = 0;
    for (PlatformLabel there : before.labels()) {
      for (Label each : predictions) {
        boolean isSameClass = there.label().className().equals(each.className());
        boolean isSameKind = there.label().geometry().kind() == each.geometry().kind();
        if (isSameClass && isSameKind) {
          most = Math.max(most, Iou.of(there.label().geometry(), each.geometry()));
        }
      }
    }
    return most;
  }

  @Test
  void anIouThresholdThatNothingReachesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MergeSettings(1.01, IouKind.SHAPE))
        .withMessageContaining("existing_objects_iou_thresh is 1.01")
        .withMessageContaining("use the mode append");
  }
}
