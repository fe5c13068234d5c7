package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.cli.Command.Result;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.Step;
import dev.relabel.testing.HeldCalls;
import dev.relabel.testing.PersonsProject;
import dev.relabel.testing.Processes;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run that things happen to: a platform with people's labels whose calls can be held, the
 * processes that work on it, and what has to be true in the end.
 */
final class FaultScene implements AutoCloseable {
  /** Images per wave, so that there are two waves. */
  private static final int WAVE = 4;

  private final UploadMode mode;
  private final Path directory;
  private final Path run;
  private final HeldCalls calls = new HeldCalls();
  private final Processes processes = new Processes();
  private final TestPlatform platform;
  private final Path model;
  private final Map<String, List<PlatformLabel>> before;

  FaultScene(Path directory, UploadMode mode) {
    this.mode = mode;
    this.directory = directory;
    this.run = directory.resolve("run");
    this.platform =
        TestPlatform.serving(PersonsProject.write(directory.resolve("served/people")), calls);
    this.before = platform.labels(platform.project());
    try {
      this.model = TinyModel.write(directory.resolve("tiny.onnx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path drawings() {
    return directory.resolve("drawings");
  }

  UploadMode mode() {
    return mode;
  }

  HeldCalls calls() {
    return calls;
  }

  Processes processes() {
    return processes;
  }

  /** The run's command, always the same. */
  private List<String> arguments(String master) {
    List<String> arguments = new ArrayList<>(List.of("run", "--master", master));
    arguments.addAll(List.of("--project-id", platform.project().toString()));
    arguments.addAll(List.of("--model", model.toString(), "--upload", mode.optionName()));
    arguments.addAll(List.of("--run-dir", run.toString(), "--wave-size", Integer.toString(WAVE)));
    arguments.addAll(List.of("--export", "draw:" + drawings()));
    return arguments;
  }

  /** Starts the run, or goes on with it, in a process of its own. */
  RelabelProcess start(String master, Map<String, String> spark) {
    return RelabelProcess.start(processes, platform, directory, spark, arguments(master));
  }

  /** Runs it in this process. */
  Result runHere(String master) {
    return Command.on(platform).run(arguments(master).toArray());
  }

  /** Whether some file of the run directory has such a path. */
  boolean has(String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    if (!Files.isDirectory(run)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(run)) {
      return files.anyMatch(file -> matcher.matches(run.relativize(file)));
    } catch (IOException | UncheckedIOException e) {
      return false; // a temporary file that went away while we looked
    }
  }

  /** Whether a wave is through a step. */
  boolean isDone(Step step, int wave) {
    return Files.exists(run.resolve("done/%s-wave-0000%s.json".formatted(step.folder(), wave)));
  }

  /** Everything was done, and once. */
  void assertDoneOnce(Result last) {
    assertThat(last.exitCode()).as(last.err()).isEqualTo(ExitCode.DONE);
    Map<String, List<PlatformLabel>> source = platform.labels(platform.project());
    List<ProjectInfo> projects = platform.projects();
    ProjectId target = projects.get(projects.size() - 1).id();
    assertThat(projects).hasSize(mode == UploadMode.CREATE ? 2 : 1);
    assertThat(PersonsProject.texts(platform.labels(target)))
        .as("what the images hold: %s", last.err())
        .isEqualTo(PersonsProject.after(mode));
    if (mode == UploadMode.CREATE) {
      assertThat(source).isEqualTo(before);
    } else if (mode != UploadMode.REPLACE) {
      before.forEach((path, labels) -> assertThat(source.get(path)).containsAll(labels));
    }
    JsonNode summary = last.summary();
    assertThat(summary.path("images").asInt()).isEqualTo(PersonsProject.IMAGES);
    assertThat(summary.path("labels").asInt()).isEqualTo(2 * PersonsProject.IMAGES);
    assertThat(summary.path("added").asInt()).isEqualTo(PersonsProject.added(mode));
    assertThat(summary.path("removed").asInt()).isEqualTo(PersonsProject.removed(mode));
    assertThat(summary.path("conflicts").asInt()).isZero();
    assertThat(summary.path("unknown").asInt()).isZero();
    assertThat(summary.path("quarantined").asInt()).isZero();
    assertThat(receipts()).isEqualTo(planned());
    assertThat(drawings()).isDirectoryRecursivelyContaining("glob:**/image-0.png.jpg");
  }

  /** Per item how many labels the plan adds and removes. */
  private List<String> planned() {
    return RunTables.committed(run, Step.CHANGES, "item_id", "additions", "removals").stream()
        .map(FaultScene::json)
        .map(row -> line(row, row.path("additions").size(), row.path("removals").size()))
        .toList();
  }

  /** Per item how many labels were added and removed, as the receipts say. */
  private List<String> receipts() {
    return RunTables.committed(run, Step.RECEIPTS, "item_id", "added", "removed").stream()
        .map(FaultScene::json)
        .map(row -> line(row, row.path("added").asInt(), row.path("removed").asInt()))
        .toList();
  }

  private static String line(JsonNode row, int added, int removed) {
    return "%s: %s added, %s removed".formatted(row.path("item_id").asText(), added, removed);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.close();
    calls.close();
    platform.close();
  }
}
