package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.client.Input;
import dev.relabel.client.Options;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Step;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import dev.relabel.testing.TurnedJpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that become images of a new project, with their labels. */
@ExtendWith(SharedSpark.class)
class FileUploadsIT {
  private final Map<String, Integer> lost = new ConcurrentHashMap<>();
  private final Set<String> forbiddenWhenLost = new HashSet<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private Path directory = Path.of("");
  private Path photos = Path.of("");
  private Path tiny = Path.of("");
  private TestPlatform platform;

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    tiny = TinyModel.write(directory.resolve("tiny.onnx"));
    photos = directory.resolve("photos");
    Files.createDirectories(photos.resolve("2024/may"));
    Files.write(photos.resolve("a.jpg"), GreyVideo.jpeg(10));
    Files.write(photos.resolve("2024/may/b.jpg"), GreyVideo.jpeg(20));
    Files.write(photos.resolve("2024/may/c.png"), GreyVideo.jpeg(30)); // not what it says
    platform =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("served/old"))
                .image("first", "x.jpg", GreyVideo.jpeg(1)),
            new Faults() {
              @Override
              public Optional<Fault> before(String method) {
                return forbidden.contains(method)
                    ? Optional.of(new Refusal(403, Map.of()))
                    : Optional.empty();
              }

              @Override
              public Optional<Fault> after(String method) {
                if (lost.merge(method, -1, Integer::sum) < 0) {
                  return Optional.empty();
                }
                forbidden.addAll(forbiddenWhenLost);
                return Optional.of(new Reset());
              }
            });
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private List<Object> create(Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("run", "--model", tiny, "--upload", "create", "--workspace-id", 1));
    all.addAll(List.of(more));
    return all;
  }

  private Command.Result run(Object... more) {
    return Command.on(platform).run(create(more).toArray());
  }

  private ProjectId newProject() {
    List<ProjectInfo> made =
        platform.projects().stream().filter(each -> !each.id().equals(platform.project())).toList();
    assertThat(made).hasSize(1);
    return made.get(0).id();
  }

  @Test
  void foldersBecomeDatasetsAndFilesImagesOnceHoweverOftenItIsTried() {
    lost.put("images.bulk.upload", 1);
    lost.put("images.bulk.add", 1);
    lost.put("projects.add", 1);
    lost.put("figures.bulk.add", 1);
    Object[] arguments = {"--input", photos, "--recursive", "--run-dir", directory.resolve("run")};

    Command.Result first = run(arguments);

    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.DONE);
    assertThat(first.summary().path("added").asInt()).isEqualTo(6);
    Map<String, List<PlatformLabel>> labels = platform.labels(newProject());
    assertThat(labels.keySet())
        .containsExactly("2024/may/b.jpg", "2024/may/c.png.jpg", "images/a.jpg");
    assertThat(labels.values()).allSatisfy(each -> assertThat(each).hasSize(2));

    JsonNode again = run(arguments).summary();
    assertThat(again.path("skipped").asInt()).isEqualTo(3);
    assertThat(platform.labels(newProject())).isEqualTo(labels);
    Path run = directory.resolve("run");
    assertThat(Command.on(platform).run("verify", run).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Command.on(platform).run("undo", run).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(platform.labels(newProject()).values())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each).isEmpty());
  }

  @Test
  void namesThatAreTakenAreChangedAndAFileThatIsNamedTwiceIsOneImage() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other"));
    Path same = Files.write(other.resolve("a.jpg"), GreyVideo.jpeg(99));
    Path run = directory.resolve("run");

    Command.Result result = run("--input", photos.resolve("a.jpg"), same, same, "--run-dir", run);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    Map<String, List<PlatformLabel>> labels = platform.labels(newProject());
    assertThat(labels.values()).allSatisfy(each -> assertThat(each).hasSize(2));
    assertThat(labels.keySet()).hasSize(2).contains("images/a.jpg");
    assertThat(labels.keySet()).anyMatch(name -> name.matches("images/a-[0-9a-f]{16}\\.jpg"));
  }

  @Test
  void filesOfTheSameNameAndContentAreImagesOfTheirOwn() throws IOException {
    for (String day : List.of("monday", "tuesday")) {
      Path folder = Files.createDirectory(directory.resolve(day));
      for (int i = 0; i < 12; i++) {
        Files.write(folder.resolve("p%s.jpg".formatted(i)), GreyVideo.jpeg(i));
      }
    }
    Path run = directory.resolve("run");

    Command.Result result =
        run("--input", directory.resolve("monday"), directory.resolve("tuesday"), "--run-dir", run);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.summary().path("added").asInt()).isEqualTo(48);
    assertThat(platform.labels(newProject()).values())
        .hasSize(24)
        .allSatisfy(each -> assertThat(each).hasSize(2));
    assertThat(Command.on(platform).run("verify", run).exitCode()).isEqualTo(ExitCode.DONE);
    JsonNode undone = Command.on(platform).run("undo", run).summary();
    assertThat(undone.path("removed").asInt()).isEqualTo(48);
    assertThat(platform.labels(newProject()).values())
        .allSatisfy(each -> assertThat(each).isEmpty());
  }

  @Test
  void whatWasBrokenOffIsTakenBackWithoutTheFilesAndWithoutUploadingAny() throws IOException {
    Path run = directory.resolve("run");
    forbidden.add("images.bulk.add");
    assertThat(run("--input", photos, "--run-dir", run).exitCode()).isEqualTo(ExitCode.FAILED);
    forbidden.clear();

    JsonNode nothing = Command.on(platform).run("undo", run).summary();

    assertThat(nothing.path("removed").asInt()).isZero();
    assertThat(platform.labels(newProject())).isEmpty();

    lost.put("figures.bulk.add", 1);
    forbiddenWhenLost.addAll(List.of("annotations.bulk.info", "figures.bulk.add"));
    assertThat(Command.on(platform).run("publish", run).exitCode()).isEqualTo(ExitCode.FAILED);
    Files.delete(photos.resolve("a.jpg"));
    forbidden.clear();
    assertThat(platform.labels(newProject()).get("images/a.jpg")).hasSizeGreaterThan(0);

    Command.Result undone = Command.on(platform).run("undo", run);

    assertThat(undone.exitCode()).as(undone.err()).isEqualTo(ExitCode.DONE);
    assertThat(platform.labels(newProject()).values()).containsExactly(List.of());
  }

  @Test
  void aFileThatCouldNotBeReadIsTriedAgain() throws IOException {
    Path run = directory.resolve("run");
    run("--input", photos, "--run-dir", run, "--dry-run");
    byte[] file = Files.readAllBytes(photos.resolve("a.jpg"));
    Files.delete(photos.resolve("a.jpg"));
    assertThat(Command.on(platform).run("publish", run).exitCode())
        .isEqualTo(ExitCode.TOO_MANY_FAILURES);
    assertThat(platform.labels(newProject())).isEmpty();
    Files.write(photos.resolve("a.jpg"), file);

    assertThat(Command.on(platform).run("publish", run).exitCode()).isEqualTo(ExitCode.DONE);

    assertThat(platform.labels(newProject()).get("images/a.jpg")).hasSize(2);
  }

  @Test
  void whatASecondTryHasWrittenIsTakenBackEvenIfItWasBrokenOff() throws IOException {
    Path run = directory.resolve("run");
    run("--input", photos, "--run-dir", run, "--dry-run");
    byte[] file = Files.readAllBytes(photos.resolve("a.jpg"));
    Files.delete(photos.resolve("a.jpg"));
    Command.on(platform).run("publish", run);
    Files.write(photos.resolve("a.jpg"), file);
    lost.put("figures.bulk.add", 1);
    forbiddenWhenLost.addAll(List.of("annotations.bulk.info", "figures.bulk.add"));
    assertThat(Command.on(platform).run("publish", run).exitCode()).isEqualTo(ExitCode.FAILED);
    forbidden.clear();
    assertThat(platform.labels(newProject()).get("images/a.jpg")).isNotEmpty();

    Command.Result undone = Command.on(platform).run("undo", run);

    assertThat(undone.exitCode()).as(undone.err()).isEqualTo(ExitCode.DONE);
    assertThat(platform.labels(newProject()).values()).containsExactly(List.of());
  }

  @Test
  void aDryRunUploadsNothingAndIsPublishedLater() {
    Path run = directory.resolve("run");

    assertThat(run("--input", photos, "--run-dir", run, "--dry-run").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(platform.projects()).hasSize(1);

    assertThat(Command.on(platform).run("publish", run).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(platform.labels(newProject()).keySet()).containsExactly("images/a.jpg");
  }

  @Test
  void anotherPictureThanTheOneThatWasPredictedIsNotUploaded() throws IOException {
    Path run = directory.resolve("run");
    run("--input", photos, "--run-dir", run, "--dry-run");
    Files.write(photos.resolve("a.jpg"), GreyVideo.jpeg(77));

    assertThat(Command.on(platform).run("publish", run).exitCode())
        .isEqualTo(ExitCode.TOO_MANY_FAILURES);

    assertThat(platform.labels(newProject())).isEmpty();
    assertThat(RunTables.committed(run, Step.RECEIPTS, "message").get(0))
        .contains("has changed since it was predicted");
  }

  @Test
  void whatCannotBeUploadedIsSaidAndHarmsNoOther() throws IOException {
    Files.write(photos.resolve("turned.jpg"), TurnedJpeg.orientation6(GreyVideo.jpeg(3)));
    Path run = directory.resolve("run");

    Command.Result result = run("--input", photos, "--run-dir", run, "--max-failures", 1);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.summary().path("quarantined").asInt()).isEqualTo(1);
    assertThat(platform.labels(newProject()).getOrDefault("images/a.jpg", List.of())).hasSize(2);
    assertThat(RunTables.committed(run, Step.RECEIPTS, "item_id", "outcome", "message"))
        .anySatisfy(
            row -> assertThat(row).contains("turned.jpg", "failed", "the file says that it is to"));
  }

  @Test
  void theSameFromJava() {
    Map<String, String> variables =
        Map.of(
            "SERVER_ADDRESS",
            platform.address(),
            "API_TOKEN",
            TestPlatform.TOKEN,
            "WORKSPACE_ID",
            "1");
    try (Relabel relabel = Relabel.with(new Environment(variables, directory, 0))) {
      List<Prediction> found =
          relabel
              .deploy(tiny.toString(), "cpu", Map.of())
              .predict(
                  Input.of(photos.toString()),
                  Options.upload(UploadMode.CREATE)
                      .recursive()
                      .runDirectory(directory.resolve("run").toString()));
      assertThat(found).hasSize(3).allSatisfy(each -> assertThat(each.problem()).isEmpty());
      assertThat(platform.labels(newProject())).hasSize(3);
    }
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsDone() throws IOException {
    Path run = directory.resolve("run");
    Command.Result noWorkspace =
        Command.on(platform)
            .run("run", "--input", photos, "--model", tiny, "--upload", "create", "--run-dir", run);
    Command.Result wrongWorkspace =
        Command.on(platform)
            .run(
                "run",
                "--input",
                photos,
                "--model",
                tiny,
                "--upload",
                "create",
                "--workspace-id",
                999,
                "--run-dir",
                run);
    Command.Result append =
        Command.on(platform)
            .run("run", "--input", photos, "--model", tiny, "--upload", "append", "--run-dir", run);
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 2);
    Command.Result video = run("--input", film, "--run-dir", directory.resolve("video"));

    assertThat(noWorkspace.err()).contains("--workspace-id or in WORKSPACE_ID");
    assertThat(wrongWorkspace.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(wrongWorkspace.err()).contains("workspace 999");
    assertThat(run).doesNotExist();
    assertThat(append.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(append.err()).contains("files can be uploaded to a new project");
    assertThat(video.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(video.err()).contains("film.mkv is a video");
    assertThat(directory.resolve("video/predictions")).doesNotExist();
    assertThat(platform.projects()).hasSize(1);
  }
}
