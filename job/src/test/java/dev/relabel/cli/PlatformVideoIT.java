package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Rectangle;
import dev.relabel.client.Input;
import dev.relabel.client.Options;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.TrackedObjects.TrackedObject;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.run.Step;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Videos of a platform: predicted frame by frame, and labelled. */
@ExtendWith(SharedSpark.class)
class PlatformVideoIT {
  private static final int FRAMES = 12;

  private final Map<String, Integer> lost = new HashMap<>();
  private Path directory = Path.of("");
  private Path film = Path.of("");
  private Path tiny = Path.of("");
  private TestPlatform platform;
  private VideoInfo video;

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    film = GreyVideo.write(directory.resolve("film.mkv"), FRAMES);
    tiny = TinyModel.write(directory.resolve("tiny.onnx"));
    platform =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("served/films"))
                .video("first", "film.mkv", film)
                .video("second", "other.mkv", GreyVideo.write(directory.resolve("o.mkv"), 3)),
            losing());
    List<VideoInfo> videos = new ArrayList<>();
    for (DatasetInfo dataset : platform.client().datasets(platform.project())) {
      platform.client().videos(dataset.id()).forEachRemaining(videos::add);
    }
    assertThat(videos).hasSize(2);
    video =
        videos.stream().filter(each -> each.name().equals("film.mkv")).findFirst().orElseThrow();
  }

  /** The answers to so many calls of a method are lost after their effect. */
  private Faults losing() {
    return new Faults() {
      @Override
      public Optional<Fault> after(String method) {
        synchronized (lost) {
          int left = lost.getOrDefault(method, 0);
          lost.put(method, left - 1);
          return left > 0 ? Optional.of(new Reset()) : Optional.empty();
        }
      }
    };
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private Map<Long, List<PlatformLabel>> labels() {
    Map<Long, List<PlatformLabel>> labels = new TreeMap<>();
    platform
        .client()
        .frames()
        .annotations(
            new DatasetId(video.id().value()),
            LongStream.range(0, FRAMES).mapToObj(ImageId::new).toList())
        .forEach((frame, annotation) -> labels.put(frame.number(), annotation.labels()));
    return labels;
  }

  private List<TrackedObject> objects() {
    return platform.client().trackedObjects().of(video.id());
  }

  private Object[] upload(String mode, String run, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "--video-id",
                video.id(),
                "--model",
                tiny,
                "--upload",
                mode,
                "--run-dir",
                directory.resolve(run)));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void framesThatAreMeantArePredictedAsThoseOfTheFile() throws IOException {
    Path there = directory.resolve("there");
    Path here = directory.resolve("here");
    Object[] range = {"--stride", 3, "--start-frame", 1, "--duration", 0.4, "--model", tiny};

    Command.on(platform).runs(with(range, "--video-id", video.id(), "--run-dir", there));
    Command.alone().runs(with(range, "--input", film, "--run-dir", here));

    String[] columns = {"frame_index", "labels"};
    assertThat(RunTables.predictions(there, columns))
        .hasSize(4)
        .isEqualTo(RunTables.predictions(here, columns));
    assertThat(RunTables.predictions(there, "item_id", "name", "video_id", "image_id").get(0))
        .contains(
            "\"item_id\":\"video:%s#frame=1\"".formatted(video.id()),
            "\"name\":\"first/film.mkv/000001\"",
            "\"video_id\":\"%s\"".formatted(video.id()))
        .doesNotContain("image_id");
    Map<String, String> variables =
        Map.of("SERVER_ADDRESS", platform.address(), "API_TOKEN", TestPlatform.TOKEN);
    try (Relabel relabel = Relabel.with(new Environment(variables, directory, 0))) {
      List<Prediction> both =
          relabel
              .deploy(tiny.toString(), "cpu", Map.of())
              .predict(
                  Input.video(video.id().value()).and(Input.of(film.toString())),
                  Options.DEFAULT.stride(6).tracking());
      assertThat(both).hasSize(4).allSatisfy(each -> assertThat(each.problem()).isEmpty());
      assertThat(both.get(1).videoId()).hasValue(video.id().value());
      assertThat(both.get(1).frameIndex()).hasValue(6);
      assertThat(both.get(1).tracks()).isEqualTo(both.get(3).tracks());
      assertThat(both.get(1).loadImage().getRGB(7, 7))
          .isEqualTo(both.get(3).loadImage().getRGB(7, 7));
    }
  }

  private static Object[] with(Object[] arguments, Object... more) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void aProjectOfVideosIsAllItsVideos() {
    Path run = directory.resolve("run");
    JsonNode summary =
        Command.on(platform)
            .runs("--project-id", platform.project(), "--model", tiny, "--run-dir", run);
    assertThat(summary.path("images").asInt()).isEqualTo(FRAMES + 3);
    assertThat(RunTables.predictions(run, "name"))
        .contains("{\"name\":\"second/other.mkv/000002\"}");
  }

  @Test
  void tracksBecomeObjectsAndAnUndoRemovesThem() {
    JsonNode summary =
        Command.on(platform).runs(upload("append", "run", "--tracking", "--wave-size", 5));

    assertThat(summary.path("added").asInt()).isEqualTo(2 * FRAMES);
    assertThat(objects())
        .extracting(TrackedObject::className)
        .containsExactlyInAnyOrder("part", "whole");
    Map<Long, List<PlatformLabel>> labels = labels();
    assertThat(labels).hasSize(FRAMES);
    assertThat(labels.values())
        .allSatisfy(
            each -> {
              assertThat(each).hasSize(2);
              assertThat(each.stream().map(label -> label.label().geometry()))
                  .containsExactlyInAnyOrder(
                      new Rectangle(8, 16, 24, 32), new Rectangle(0, 0, 64, 64));
            });
    assertThat(tracks(labels)).hasSize(2);

    Command.on(platform).runs(upload("append", "run", "--tracking", "--wave-size", 5));
    assertThat(labels()).isEqualTo(labels);
    assertThat(Command.on(platform).run("verify", directory.resolve("run")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(Command.on(platform).run("undo", directory.resolve("run")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).isEmpty());
    assertThat(objects()).isEmpty();
    assertThat(Command.on(platform).run("publish", directory.resolve("run")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(tracks(labels())).hasSize(2);
    assertThat(objects()).hasSize(2);
  }

  private static Set<Long> tracks(Map<Long, List<PlatformLabel>> labels) {
    return labels.values().stream()
        .flatMap(List::stream)
        .map(label -> label.label().track().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void replaceTakesAwayAndAnUndoPutsBackOntoTheSameObjects() {
    Command.on(platform).runs(upload("append", "first", "--tracking"));
    Map<Long, List<PlatformLabel>> before = labels();

    JsonNode summary =
        Command.on(platform)
            .runs(upload("replace", "second", "--stride", 2, "--conf", 0.8, "--tracking"));

    assertThat(summary.path("added").asInt()).isZero(); // the part is there as it is wanted
    assertThat(summary.path("removed").asInt()).isEqualTo(FRAMES / 2);
    assertThat(labels().getOrDefault(0L, List.of())).hasSize(1);
    assertThat(labels().getOrDefault(1L, List.of())).hasSize(2);
    assertThat(Command.on(platform).run("undo", directory.resolve("second")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(tracks(labels())).isEqualTo(tracks(before));
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).hasSize(2));
  }

  @Test
  void lostAnswersMakeNoSecondObjectOrLabel() {
    synchronized (lost) {
      lost.put("annotation-objects.bulk.add", 1);
      lost.put("figures.bulk.add", 1);
    }

    JsonNode summary = Command.on(platform).runs(upload("append", "run", "--tracking"));

    assertThat(summary.path("unknown").asInt()).isZero();
    assertThat(objects()).hasSize(2);
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).hasSize(2));
  }

  @Test
  void aPersonsObjectWithoutLabelsIsNotUsed() {
    Command.on(platform).runs(upload("append", "first", "--tracking", "--num-frames", 1));
    platform.client().trackedObjects().add(video.id(), List.of("part"));
    List<TrackedObject> before = objects();
    assertThat(before).hasSize(3);
    synchronized (lost) {
      lost.put("annotation-objects.bulk.add", 1);
    }

    Command.on(platform).runs(upload("append", "second", "--tracking", "--start-frame", 4));

    List<TrackedObject> after = objects();
    assertThat(after).containsAll(before).hasSize(5);
    assertThat(after.stream().filter(each -> !each.hasLabels())).hasSize(1);
  }

  @Test
  void whatAPersonHasEmptiedMeanwhileIsNeverRemoved() {
    Path run = directory.resolve("run");
    Command.on(platform).runs(upload("append", "run", "--tracking"));
    Command.on(platform).run("undo", run);
    assertThat(objects()).isEmpty();
    long persons = platform.client().trackedObjects().add(video.id(), List.of("part")).get(0);

    Command.on(platform).run("publish", run);
    assertThat(objects()).hasSize(3);
    Command.on(platform).run("undo", run);

    assertThat(objects()).extracting(TrackedObject::id).containsExactly(persons);
  }

  @Test
  void aVideoThatIsDeletedHarmsNoOtherAndNoUndo() throws IOException {
    Path run = directory.resolve("run");
    Object[] both = {
      "--project-id",
      platform.project(),
      "--model",
      tiny,
      "--tracking",
      "--upload",
      "append",
      "--run-dir",
      run
    };
    Command.on(platform).runs(with(both, "--dry-run"));
    VideoInfo other = other();
    deleteOf("second/other.mkv");

    Command.Result written = Command.on(platform).run("publish", run);
    assertThat(written.exitCode()).as(written.err()).isEqualTo(ExitCode.TOO_MANY_FAILURES);
    assertThat(written.summary().path("quarantined").asInt()).isEqualTo(3);
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).hasSize(2));
    assertThat(other.id()).isNotEqualTo(video.id());
    Command.Result undone = Command.on(platform).run("undo", run);
    assertThat(undone.err()).doesNotContain("\tat ");
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).isEmpty());
    assertThat(objects()).isEmpty();
  }

  private VideoInfo other() {
    return platform
        .client()
        .videos(
            platform.client().datasets(platform.project()).stream()
                .filter(each -> each.name().equals("second"))
                .findFirst()
                .orElseThrow()
                .id())
        .next();
  }

  /** As a person does on the disk of a local project. */
  private void deleteOf(String path) throws IOException {
    Path served = directory.resolve("served/films").resolve(path);
    Files.delete(served.resolveSibling("video").resolve(served.getFileName()));
  }

  @Test
  void aTrackIsOneObjectAlsoBehindAWaveToWhichNothingIsAdded() {
    Command.on(platform)
        .runs(upload("append", "middle", "--tracking", "--start-frame", 4, "--num-frames", 4));
    assertThat(objects()).hasSize(2);

    Command.on(platform).runs(upload("iou_merge", "all", "--tracking", "--wave-size", 4));

    assertThat(labels().values()).allSatisfy(each -> assertThat(each).hasSize(2));
    assertThat(objects()).hasSize(4);
  }

  @Test
  void withoutTrackingEveryLabelHasAnObjectOfItsOwn() {
    Command.on(platform).runs(upload("append", "run", "--num-frames", 3));
    assertThat(objects()).hasSize(6).allMatch(TrackedObject::hasLabels);
    assertThat(RunTables.committed(directory.resolve("run"), Step.PREDICTIONS, "labels.track_id"))
        .allMatch(row -> row.equals("{\"track_id\":[null,null]}"));
  }

  @Test
  void aDryRunWritesNothingAndIsPublishedLater() {
    Command.on(platform).runs(upload("append", "run", "--tracking", "--dry-run"));
    assertThat(objects()).isEmpty();
    assertThat(labels().values()).allSatisfy(each -> assertThat(each).isEmpty());

    assertThat(Command.on(platform).run("publish", directory.resolve("run")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(objects()).hasSize(2);
    PlatformLabel removed = labels().getOrDefault(3L, List.of()).get(0);
    platform
        .client()
        .frames()
        .removeLabels(
            new DatasetId(video.id().value()),
            Map.of(new ImageId(3), List.of(removed)),
            Deadlines.NONE);
    assertThat(Command.on(platform).run("undo", directory.resolve("run")).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(objects()).isEmpty();
  }

  @Test
  void createIsRefusedForVideos() {
    Command.Result result =
        Command.on(platform).run(with(new Object[] {"run"}, upload("create", "run")));
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("--upload create copies images, which videos are not");
    assertThat(directory.resolve("run/run.json")).doesNotExist();
  }

  @Test
  void aVideoThatIsNotThereIsSaid() {
    Command.Result result =
        Command.on(platform)
            .run(
                "run",
                "--video-id",
                video.id().number() + 1000,
                "--model",
                tiny,
                "--run-dir",
                directory.resolve("run"));
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("video " + (video.id().number() + 1000));
  }
}
