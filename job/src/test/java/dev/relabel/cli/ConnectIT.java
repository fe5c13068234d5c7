package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.publish.UploadMode;
import dev.relabel.testing.PersonsProject;
import dev.relabel.testing.PlatformWithApps;
import dev.relabel.testing.ServingApp;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs with a model that a serving app has: over HTTP, through the platform's proxy. */
@ExtendWith(SharedSpark.class)
class ConnectIT {
  private static final String SETTINGS =
      """
      conf: 0.25  # lowest score
      iou_threshold: 0.5
      """;

  private final DeviceSessions sessions = new DeviceSessions(1);
  @TempDir private Path directory = Path.of("");
  private Model tiny;
  private ServingApp app;
  private TestPlatform projects;
  private PlatformWithApps platform;

  @BeforeEach
  void serve() throws IOException {
    tiny =
        Models.open(
            TinyModel.write(directory.resolve("tiny.onnx")),
            Device.CPU,
            ModelSettings.NONE,
            sessions);
    app =
        ServingApp.start(Files.createDirectories(directory.resolve("app")))
            .serves(tiny, "Tiny", "/experiments/1_city/9_TinyNet/checkpoints/best.pth")
            .withSettings(SETTINGS);
    projects = TestPlatform.serving(PersonsProject.write(directory.resolve("served/persons")));
    platform = PlatformWithApps.over(projects).task(50, "started", "secret-session", app);
  }

  @AfterEach
  void stop() {
    platform.close();
    projects.close();
    app.close();
    tiny.close();
    sessions.close();
  }

  private Command command() {
    return Command.on(platform.address(), TestPlatform.TOKEN);
  }

  private JsonNode runs(String mode, String run, Object... more) {
    Object[] arguments = {
      "--project-id",
      projects.project(),
      "--connect",
      "task:50",
      "--upload",
      mode,
      "--run-dir",
      directory.resolve(run)
    };
    Object[] all = new Object[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return command().runs(all);
  }

  @ParameterizedTest
  @EnumSource(UploadMode.class)
  void everyUploadModeWritesWhatTheAppPredicts(UploadMode mode) {
    JsonNode summary = runs(mode.optionName(), "run");

    assertThat(summary.path("images").asInt()).isEqualTo(PersonsProject.IMAGES);
    assertThat(summary.path("added").asInt()).isEqualTo(PersonsProject.added(mode));
    var written =
        projects.projects().stream()
            .filter(each -> mode != UploadMode.CREATE || !each.id().equals(projects.project()))
            .findFirst()
            .orElseThrow();
    assertThat(PersonsProject.texts(projects.labels(written.id())))
        .isEqualTo(PersonsProject.after(mode));
  }

  @Test
  void settingsReachTheAppAndAreAppliedToItsLabels() {
    JsonNode summary =
        runs(
            "append",
            "run",
            "--conf",
            "0.7",
            "--settings",
            "{\"iou_threshold\": 0.3, \"rename\": {\"part\": \"piece\"}}");

    assertThat(summary.path("labels").asInt()).isEqualTo(PersonsProject.IMAGES); // whole has 0.6
    JsonNode sent = app.states().get(0).path("settings");
    assertThat(sent.path("conf").asDouble()).isEqualTo(0.7);
    assertThat(sent.path("iou_threshold").asDouble()).isEqualTo(0.3);
    assertThat(PersonsProject.texts(projects.labels(projects.project())).values())
        .allMatch(labels -> labels.stream().anyMatch(label -> label.startsWith("piece MACHINE")));
  }

  @Test
  void aSettingThatTheAppDoesNotHaveIsRefusedWithTheNearest() {
    Command.Result result =
        command()
            .run(
                "run",
                "--project-id",
                projects.project(),
                "--connect",
                "task:50",
                "--settings",
                "{\"iou_treshold\": 0.3}");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.complaints())
        .singleElement()
        .asString()
        .contains("'iou_treshold' is not a setting of the served model (did you mean 'iou_thresh");
  }

  @Test
  void anImageThatTheModelFailsOnIsQuarantined() {
    app.withMaxBatchSize(1).failing("inference_batch", 200, 500, 500, 200);

    Command.Result result =
        command()
            .run(
                "run",
                "--project-id",
                projects.project(),
                "--connect",
                "task:50",
                "--max-failures",
                "2",
                "--run-dir",
                directory.resolve("run"));

    assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(result.summary().path("quarantined").asInt()).isBetween(1, 2);
  }

  @Test
  void aRestartedAppIsFoundAtItsNewSession() {
    app.withMaxBatchSize(1);
    ServingApp again =
        ServingApp.start(directory.resolve("app"))
            .serves(tiny, "Tiny", "/experiments/1_city/9_TinyNet/checkpoints/best.pth")
            .withSettings(SETTINGS)
            .withMaxBatchSize(1);
    try (again) {
      runs("append", "run", "--conf", "0.7");
      platform.task(50, "started", "another-session", again);

      JsonNode later = runs("iou_merge", "later", "--conf", "0.7");

      assertThat(later.path("added").asInt()).isZero();
      assertThat(again.states()).hasSize(PersonsProject.IMAGES);
    }
  }

  @Test
  void anotherModelDoesNotContinueARun() {
    runs("append", "run");
    app.serves(tiny, "Tiny", "/experiments/1_city/10_TinyNet/checkpoints/best.pth");

    Command.Result result =
        command()
            .run(
                "run",
                "--project-id",
                projects.project(),
                "--connect",
                "task:50",
                "--upload",
                "append",
                "--run-dir",
                directory.resolve("run"));

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.complaints()).singleElement().asString().contains("model_sha256");
  }

  @Test
  void anAppAtAnAddressIsShownNoToken() {
    Command.Result result =
        command()
            .run(
                "run",
                "--project-id",
                projects.project(),
                "--connect",
                app.address(),
                "--export",
                "coco:" + directory.resolve("found.json"),
                "--run-dir",
                directory.resolve("run"));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.summary().path("labels").asInt()).isEqualTo(2 * PersonsProject.IMAGES);
    assertThat(directory.resolve("found.json")).exists();
    assertThat(app.tokens()).containsExactly("");
  }

  @Test
  void aTaskThatIsOverIsNamedWithWhatToDo() {
    platform.task(50, "stopped", "", null);

    Command.Result result = command().run("inspect", "--connect", "task:50");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.complaints())
        .singleElement()
        .asString()
        .contains("task 50 at " + platform.address())
        .contains("status is 'stopped'")
        .contains("--connect find");
  }

  @Test
  void aRunningModelIsFound() {
    Command.Result found = command().run("inspect", "--connect", "find");

    assertThat(found.exitCode()).as(found.err()).isEqualTo(ExitCode.DONE);
    assertThat(found.out()).contains("Tiny best.pth").contains("whole, part");
    assertThat(found.err() + found.out()).doesNotContain("secret-session", TestPlatform.TOKEN);
    for (String name : List.of("best.pth", "Tiny", "TinyNet/Tiny")) {
      assertThat(command().run("inspect", "--connect", "find:" + name).exitCode())
          .as(name)
          .isEqualTo(ExitCode.DONE);
    }
    assertThat(command().run("inspect", "--connect", "find:other.pth").err())
        .contains("No served model called 'other.pth'", "There are: task 50");
  }

  @Test
  void severalRunningModelsAreListed() {
    platform.task(51, "started", "other", app);

    Command.Result result = command().run("inspect", "--connect", "find:best.pth");

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints())
        .singleElement()
        .asString()
        .contains("Several models are served", "task 50", "task 51");
  }

  @Test
  void whereNothingRunsItIsSaidHowToStartSomething() {
    app.forget();

    Command.Result result = command().run("inspect", "--connect", "find");

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints())
        .singleElement()
        .asString()
        .contains("No served model", "--deploy-on-platform");
  }

  @Test
  void anAppWithoutAModelSaysSo() {
    app.forget();

    Command.Result result = command().run("inspect", "--connect", "task:50");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.complaints()).singleElement().asString().contains("runs, but has no model");
  }

  @Test
  void oneModelIsNamed() {
    Command.Result both =
        command().run("run", "--project-id", "1", "--model", "a.onnx", "--connect", "task:50");
    Command.Result wrong = command().run("inspect", "--connect", "task:fifty");

    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(List.of(both.err(), wrong.err()))
        .satisfiesExactly(
            err -> assertThat(err).contains("Name one model"),
            err -> assertThat(err).contains("not 'task:fifty'"));
  }
}
