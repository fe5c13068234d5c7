package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.client.Input;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs for which the platform's own app is started, and stopped again. */
@ExtendWith(SharedSpark.class)
class DeployIT {
  private static final String RUN = "/experiments/1_city/9_TinyNet";
  private static final String BEST = RUN + "/checkpoints/best.pth";
  private static final String INFO =
      """
      {"experiment_name": "city", "framework_name": "TinyNet", "best_checkpoint": "best.pth",
       "checkpoints": ["checkpoints/best.pth"], "model_files": {"config": "model_config.yml"},
       "artifacts_dir": "/elsewhere/"}
      """;
  private static final String AGENTS =
      """
      [{"id": 4, "type": "kubernetes"},
       {"id": 5, "type": "sly_agent", "gpuInfo": {"device_memory": [{"available": 1000}]}},
       {"id": 6, "type": "sly_agent", "gpuInfo": {"device_memory": [{"available": 9000}]}}]
      """;

  private final DeviceSessions sessions = new DeviceSessions(1);
  @TempDir private Path directory = Path.of("");
  private Model tiny;
  private ServingApp app;
  private TestPlatform projects;
  private PlatformWithApps platform;

  @BeforeEach
  void serve() throws IOException {
    Path file = TinyModel.write(directory.resolve("tiny.onnx"));
    tiny = Models.open(file, Device.CPU, ModelSettings.NONE, sessions);
    app = ServingApp.start(Files.createDirectories(directory.resolve("app"))).loading(tiny);
    projects = TestPlatform.serving(PersonsProject.write(directory.resolve("served/persons")));
    platform =
        PlatformWithApps.over(projects)
            .agents(AGENTS)
            .starting(task -> app)
            .file(RUN + "/experiment_info.json", INFO.getBytes(StandardCharsets.UTF_8))
            .file(RUN + "/model_config.yml", new byte[1])
            .file(BEST, new byte[1]);
  }

  @AfterEach
  void stop() {
    platform.close();
    projects.close();
    app.close();
    tiny.close();
    sessions.close();
  }

  private Command.Result run(String model, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("run", "--project-id", projects.project(), "--deploy-on-platform", "--model"));
    all.add(model);
    all.addAll(List.of("--upload", "append", "--run-dir", directory.resolve("run")));
    all.addAll(Arrays.asList(more));
    return Command.on(platform.address(), TestPlatform.TOKEN).run(all.toArray());
  }

  @Test
  void aModelOfAJavaProgramIsServedUntilItIsClosed() {
    Environment environment =
        new Environment(
            Map.of("SERVER_ADDRESS", platform.address(), "API_TOKEN", TestPlatform.TOKEN),
            directory,
            0);
    try (Relabel relabel = Relabel.with(environment)) {
      var served = relabel.deployOnPlatform("team-files:" + BEST, false);
      List<Prediction> found = served.predict(Input.project(projects.project().value()));

      assertThat(found).isNotEmpty().allSatisfy(each -> assertThat(each.problem()).isEmpty());
      assertThat(platform.status(900)).isEqualTo("started");
      served.close();
      served.close();
      assertThat(platform.status(900)).isEqualTo("stopped");
      assertThat(calls("tasks.stop")).hasSize(1);
    }
  }

  private List<String> calls(String method) {
    return platform.calls().stream().filter(call -> call.startsWith(method + " ")).toList();
  }

  @Test
  void aCheckpointIsServedForTheRunAndItsAppStopped() {
    Command.Result result = run("team-files:" + BEST);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(PersonsProject.texts(projects.labels(projects.project())))
        .isEqualTo(PersonsProject.after(UploadMode.APPEND));
    assertThat(calls("tasks.run.app"))
        .singleElement()
        .asString()
        .contains(
            "\"agentId\":6", "\"workspaceId\":1", "\"moduleId\":77", "\"restartPolicy\":\"never\"");
    JsonNode params = Objects.requireNonNull(app.deployedWith()).path("deploy_params");
    assertThat(params.path("model_source").asText()).isEqualTo("Custom models");
    assertThat(params.path("runtime").asText()).isEqualTo("PyTorch");
    assertThat(params.at("/model_files/checkpoint").asText()).isEqualTo(BEST);
    assertThat(params.at("/model_files/config").asText()).isEqualTo(RUN + "/model_config.yml");
    assertThat(params.at("/model_info/artifacts_dir").asText()).isEqualTo(RUN);
    assertThat(platform.status(900)).isEqualTo("stopped");
    assertThat(result.err())
        .contains("started the serving app of TinyNet as task 900", "stopped task 900");
  }

  @Test
  void theFolderOfATrainingRunMeansItsBestCheckpoint() {
    assertThat(run("team-files:" + RUN).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(
            Objects.requireNonNull(app.deployedWith())
                .at("/deploy_params/model_files/checkpoint")
                .asText())
        .isEqualTo(BEST);
  }

  @Test
  void aPretrainedModelIsServedByItsName() {
    Command.Result result = run("TinyNet/Tiny-S", "--agent-id", "5");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode with = Objects.requireNonNull(app.deployedWith());
    assertThat(with.path("model_name").asText()).isEqualTo("Tiny-S");
    assertThat(with.at("/deploy_params/model_source").asText()).isEqualTo("Pretrained models");
    assertThat(calls("tasks.run.app")).singleElement().asString().contains("\"agentId\":5");
    assertThat(calls("agents.available")).isEmpty();
  }

  @Test
  void anAppThatRunsAlreadyIsReusedAndLeftRunning() {
    app.serves(tiny, "Tiny", BEST);
    platform.task(50, "started", "session", app);

    Command.Result result = run("team-files:" + BEST, "--reuse");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(calls("tasks.run.app")).isEmpty();
    assertThat(platform.status(50)).isEqualTo("started");
  }

  @Test
  void anotherModelIsNotReused() {
    app.serves(tiny, "Tiny", RUN + "/checkpoints/other.pth");
    platform.task(50, "started", "session", app);

    assertThat(run("team-files:" + BEST, "--reuse").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(calls("tasks.run.app")).hasSize(1);
  }

  @Test
  void aModelThatWasTrainedOnIsNotTakenForThePretrainedOne() {
    app.serves(tiny, "Tiny-S", BEST);
    platform.task(50, "started", "session", app);

    assertThat(run("TinyNet/Tiny-S", "--reuse").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(calls("tasks.run.app")).hasSize(1);
  }

  @Test
  void aGatewayThatDoesNotWaitForTheLoadingIsNoFailure() {
    platform.answering("deploy_from_api", 504);

    assertThat(run("team-files:" + BEST).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(
            calls("tasks.request.direct").stream().filter(call -> call.contains("deploy_from_api")))
        .hasSize(1);
  }

  private void complains(Command.Result result, String... parts) {
    assertThat(result.exitCode()).as(result.err()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.complaints()).singleElement().asString().contains(parts);
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void wantOfAGpuIsSaid() {
    platform.agents("[]");

    complains(
        run("team-files:" + BEST), "No computer with a GPU is available to team 3", "--agent-id");
    assertThat(calls("tasks.run.app")).isEmpty();
  }

  @Test
  void anAppThatCannotLoadItsModelIsStopped() {
    ServingApp small = ServingApp.start(directory.resolve("app"));
    try (small) {
      platform.starting(task -> small);

      complains(
          run("team-files:" + BEST), "could not load " + BEST, "Its log on the platform says why");
      assertThat(platform.status(900)).isEqualTo("stopped");
    }
  }

  @Test
  void noAppIsStartedForInputThatIsNotThere() {
    complains(
        Command.on(platform.address(), TestPlatform.TOKEN)
            .run(
                "run",
                "--project-id",
                99999,
                "--deploy-on-platform",
                "--model",
                "TinyNet/Tiny-S",
                "--run-dir",
                directory.resolve("run")),
        "99999");
    assertThat(calls("tasks.run.app")).isEmpty();
  }

  @Test
  void noAppIsStartedForTheDirectoryOfAnotherRun() {
    assertThat(run("TinyNet/Tiny-S").exitCode()).isEqualTo(ExitCode.DONE);

    Command.Result other = run("TinyNet/Tiny-S", "--max-pixels", "5000000");

    assertThat(other.complaints()).singleElement().asString().contains("belongs to another run");
    assertThat(calls("tasks.run.app")).hasSize(1);
  }

  @Test
  void anAppThatEndsWhileItStartsIsNamed() {
    platform.dying();

    complains(run("team-files:" + BEST), "ended before it was ready: task 900", "'error'");
  }

  @Test
  void aFrameworkWithoutAnAppIsNamed() {
    complains(run("NoNet/Big"), "no app that serves models of the framework 'NoNet'");
  }

  @Test
  void whatCannotBeServedIsRefused() {
    complains(run("model.onnx"), "FRAMEWORK/NAME");
    platform.file("/models/best.onnx", new byte[1]);
    complains(run("team-files:/models/best.onnx"), "lies in no training run");
  }
}
