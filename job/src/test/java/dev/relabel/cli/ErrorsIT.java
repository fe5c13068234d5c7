package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.cli.Command.Result;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read when something is wrong: one line, and nothing half-written. */
@ExtendWith(SharedSpark.class)
class ErrorsIT {
  private final TextDemo texts = TextDemo.shared();
  private Path directory;
  private Path runDirectory;
  private TestPlatform platform;
  private List<String> filesBefore;

  @BeforeEach
  void serve(@TempDir Path temporary) {
    directory = temporary;
    runDirectory = directory.resolve("run");
    ProjectFolder folder = texts.project(directory.resolve("served/signs"), "street/road-03.jpg");
    platform = TestPlatform.serving(folder);
    filesBefore = ProjectFolder.contentOf(folder.directory());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private Result run(Command command, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("run", "--run-dir", runDirectory));
    arguments.addAll(List.of(options));
    return command.run(arguments.toArray());
  }

  /** One line on standard error, nothing on standard output, no run directory, no change. */
  private void failsWith(int exitCode, Result result, String... words) {
    assertThat(result.err().lines()).as(result.err()).hasSize(1);
    assertThat(result.err()).startsWith("relabel: ").contains(words);
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(runDirectory).doesNotExist();
    assertThat(ProjectFolder.contentOf(directory.resolve("served/signs"))).isEqualTo(filesBefore);
  }

  @Test
  void aWrongToken() {
    Result result =
        run(
            Command.on(platform.address(), "somebody-elses-token"),
            "--project-id",
            platform.project(),
            "--model",
            texts.detector(),
            "--upload",
            "append");

    failsWith(ExitCode.FAILED, result, platform.address(), "refused the token", "Set API_TOKEN");
    assertThat(result.err()).doesNotContain("somebody-elses-token");
  }

  @Test
  void noTokenAtAll() {
    failsWith(
        ExitCode.USAGE,
        run(Command.alone(), "--project-id", 1, "--model", texts.detector()),
        "SERVER_ADDRESS is not set",
        "API_TOKEN is not set",
        "supervisely.env");
  }

  @ParameterizedTest
  @CsvSource({
    "--project-id, --upload=append, has no project 987654",
    "--project-id, --device=cpu, has no project 987654",
    "--dataset-id, --upload=replace, has no dataset 987654",
    "--dataset-id, --device=cpu, has no dataset 987654",
    "--image-ids, --upload=create, has no image 987654",
    "--image-ids, --device=cpu, has no image 987654"
  })
  void anIdThatIsNotThere(String kind, String option, String words) {
    failsWith(
        ExitCode.FAILED,
        run(Command.on(platform), kind, 987654, option, "--model", texts.detector()),
        words,
        platform.address());
  }

  @Test
  void aServerThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Result result =
        run(
            Command.on("http://127.0.0.1:" + port, TestPlatform.TOKEN),
            "--project-id",
            1,
            "--model",
            texts.detector(),
            "--upload",
            "append");

    failsWith(ExitCode.FAILED, result, "http://127.0.0.1:" + port, "SERVER_ADDRESS");
  }

  @Test
  void aModelThatIsNotThere() {
    Path missing = directory.resolve("best.onnx");

    failsWith(
        ExitCode.USAGE,
        run(Command.on(platform), "--project-id", platform.project(), "--model", missing),
        "There is no model file " + missing);
  }

  @Test
  void aModelThatIsNoOnnxFile() throws IOException {
    Path text = Files.writeString(directory.resolve("readme.onnx"), "Weights are on the share.");

    failsWith(
        ExitCode.FAILED,
        run(Command.on(platform), "--project-id", platform.project(), "--model", text),
        text.toString(),
        "ONNX");
  }

  @Test
  void aSettingThatDoesNotExist() {
    failsWith(
        ExitCode.USAGE,
        run(
            Command.on(platform),
            "--project-id",
            platform.project(),
            "--model",
            texts.detector(),
            "--settings",
            "{\"confidance\": 0.5}"),
        "confidance",
        "confidence");
  }

  @Test
  void anOptionThatDoesNotExist() {
    Result result = run(Command.on(platform), "--project", 1, "--model", texts.detector());

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints()).hasSize(1);
    assertThat(result.err()).contains("Unknown option", "'--project'", "--project-id");
    assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(runDirectory).doesNotExist();
  }

  @Test
  void everythingThatIsWrongWithTheOptionsAtOnce() {
    Result result =
        run(
            Command.on(platform),
            "--model",
            texts.detector(),
            "--upload",
            "overwrite",
            "--max-failures",
            "some",
            "--export",
            "csv:out.csv");

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints()).hasSize(4).hasSize((int) result.err().lines().count());
    assertThat(result.err()).contains("Name an input", "'overwrite'", "'some'", "'csv:out.csv'");
    assertThat(runDirectory).doesNotExist();
  }

  @Test
  void anInputThatIsNotThere() {
    Path missing = directory.resolve("photos");

    failsWith(
        ExitCode.FAILED,
        run(Command.alone(), "--input", missing, "--model", texts.detector()),
        "There is no " + missing);
  }

  @Test
  void aRunDirectoryOfAnotherRun() {
    Object[] first = {
      "--run-dir",
      runDirectory,
      "--project-id",
      platform.project(),
      "--model",
      texts.detector(),
      "--img-size",
      320,
      "--upload",
      "append"
    };
    Command.on(platform).runs(first);
    List<String> run = ProjectFolder.contentOf(runDirectory);
    List<String> project = ProjectFolder.contentOf(directory.resolve("served/signs"));

    Result result =
        run(
            Command.on(platform),
            "--project-id",
            platform.project(),
            "--model",
            texts.detector(),
            "--img-size",
            320,
            "--upload",
            "replace");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err().lines()).as(result.err()).hasSize(1);
    assertThat(result.err())
        .contains(
            "belongs to another run",
            "upload: the run has append, asked for is replace",
            "Name another --run-dir");
    assertThat(result.out()).isEmpty();
    assertThat(ProjectFolder.contentOf(runDirectory)).isEqualTo(run);
    assertThat(ProjectFolder.contentOf(directory.resolve("served/signs"))).isEqualTo(project);
  }
}
