package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Rectangle;
import dev.relabel.client.Input;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.geti.GetiServer;
import dev.relabel.platform.embedded.geti.GetiSettings;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.OtxModel;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models that a Geti server has trained, here the embedded one, in our own pipeline. */
@ExtendWith(SharedSpark.class)
class GetiModelIT {
  private static final String TOKEN = "geti_pat_0123_456789";

  /** In another order than the model has them. */
  private static final String CLASSES =
      """
      {"projectType":"images","tags":[],"classes":[
       {"title":"traffic light","shape":"rectangle","color":"#00FF00"},
       {"title":"person","shape":"rectangle","color":"#FF0000"}]}""";

  private static final Map<String, String> NAMES =
      Map.of("labels", "person traffic_light", "label_ids", "person traffic_light");

  private final AtomicInteger exports = new AtomicInteger();
  private final Queue<Faults.Fault> lost = new ConcurrentLinkedQueue<>();
  private Path directory = Path.of("");
  private Path photo = Path.of("");
  private Path project = Path.of("");
  private Path onnx = Path.of("");

  @BeforeEach
  void train(@TempDir Path temporary) throws IOException {
    directory = temporary;
    photo = Files.write(directory.resolve("photo.jpg"), GreyVideo.jpeg(40));
    project = ProjectFolder.in(directory.resolve("geti/street")).meta(CLASSES).directory();
    onnx = OtxModel.write(directory.resolve("trained.onnx"), NAMES);
  }

  private GetiServer serve(GetiSettings settings) throws IOException {
    Faults counting =
        new Faults() {
          @Override
          public Optional<Fault> before(String method) {
            exports.addAndGet(method.equals("models.export") ? 1 : 0);
            return Optional.empty();
          }

          @Override
          public Optional<Fault> after(String method) {
            return method.equals("models.export")
                ? Optional.ofNullable(lost.poll())
                : Optional.empty();
          }
        };
    return new GetiServer(
            LocalProjects.open(project), settings.withToken(TOKEN), counting, Optional.empty())
        .start();
  }

  private GetiServer serve() throws IOException {
    return serve(GetiSettings.local().withModel(onnx));
  }

  private static Map<String, String> variables(GetiServer server) {
    return Map.of("GETI_HOST", server.address(), "GETI_TOKEN", TOKEN);
  }

  private static String active(GetiServer server) {
    return "geti:%s/active".formatted(server.projects().get(0).id());
  }

  @Test
  void aTrainedModelRunsHereWithTheNamesOfItsProject() throws IOException {
    Path found = directory.resolve("found.json");
    try (GetiServer server = serve()) {
      Command.in(variables(server))
          .runs(
              "--model",
              active(server),
              "--input",
              photo,
              "--run-dir",
              directory.resolve("run"),
              "--export",
              "coco:" + found);
    }

    assertThat(CocoFile.read(found).imageNames()).containsExactly("photo.jpg");
    assertThat(Files.readString(found))
        .contains("\"traffic light\"", "\"person\"", "[8,16,16,16]")
        .as("below the threshold of the file")
        .doesNotContain("[0,0,64,64]");
  }

  @Test
  void itsOwnPreparationAndThresholdsAreInForce() throws IOException {
    try (GetiServer server = serve()) {
      Command.Result result =
          Command.in(variables(server)).run("inspect", "--json", active(server));

      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
      JsonNode card = result.summary();
      assertThat(card.path("name").asText()).isEqualTo("Model-v1");
      assertThat(card.toString())
          .contains("boxes-labels", "letterbox-centred", "123.675", "58.395", "traffic light");
      assertThat(card.at("/settings/confidence").asDouble()).isEqualTo(0.5);
      assertThat(card.at("/settings/iou").asDouble()).isEqualTo(0.6);
      assertThat(card.at("/settings/pad").asInt()).isEqualTo(114);
    }
  }

  @Test
  void javaProgramsDeployItToo() throws IOException {
    try (GetiServer server = serve();
        Relabel relabel = Relabel.with(new Environment(variables(server), directory, 0))) {
      List<Prediction> found = relabel.deploy(active(server)).predict(Input.of(photo.toString()));

      assertThat(found.get(0).labels())
          .singleElement()
          .satisfies(
              label -> {
                assertThat(label.className()).isEqualTo("traffic light");
                assertThat(label.geometry()).isEqualTo(new Rectangle(8, 16, 24, 32));
              });
    }
  }

  @Test
  void namesOfTheServerAreThoseThatSettingsSpeakOf() throws IOException {
    try (GetiServer server = serve();
        Relabel relabel = Relabel.with(new Environment(variables(server), directory, 0))) {
      Map<String, Object> settings =
          Map.of("confidence", 0.1, "rename", Map.of("traffic light", "lamp"));

      List<Prediction> found =
          relabel.deploy(active(server), "cpu", settings).predict(Input.of(photo.toString()));

      assertThat(found.get(0).classes()).containsExactly("lamp", "person");
    }
  }

  @Test
  void aModelThatNamesNothingHasTheLabelsOfTheServer() throws IOException {
    OtxModel.write(onnx, Map.of());
    try (GetiServer server = serve()) {
      Command.Result result = Command.in(variables(server)).run("inspect", active(server));

      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
      assertThat(result.out()).contains("0 traffic light, 1 person");
      assertThat(result.out()).doesNotContain("No object");
    }
  }

  @Test
  void itIsFetchedOnceAndAgainWhenItIsAnotherOne() throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    try (GetiServer server = serve()) {
      Command command = Command.in(variables(server)).at(home);
      for (int i = 0; i < 2; i++) {
        assertThat(command.run("inspect", active(server)).exitCode()).isEqualTo(ExitCode.DONE);
      }
      assertThat(exports).hasValue(1);

      OtxModel.write(onnx, Map.of("labels", "person bus traffic_light"));
      assertThat(command.run("inspect", active(server)).out())
          .contains("0 person, 1 bus, 2 traffic light");
      assertThat(exports).hasValue(2);
    }
    try (Stream<Path> kept = Files.walk(home)) {
      assertThat(kept.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForAgainAndAPageIsNoModel() throws IOException {
    lost.add(new Faults.Truncated());
    try (GetiServer server = serve()) {
      Command.Result result = Command.in(variables(server)).run("inspect", active(server));
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
      assertThat(exports).hasValue(2);

      lost.add(new Faults.WebPage());
      complains(server, active(server), "is no zip archive", "name the file with --model");
    }
  }

  @Test
  void whatStandsInTheWayIsSaid() throws IOException {
    try (GetiServer server = serve()) {
      String id = server.projects().get(0).id();
      complains(server, "geti:" + id, "a model is PROJECT_ID/MODEL_ID or PROJECT_ID/active");
      complains(
          server, "geti:%s/66a0000000000000000000ff".formatted(id), "has no model", "version 1");
      Command.Result nobody = Command.alone().run("inspect", active(server));
      assertThat(nobody.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(nobody.err()).contains("GETI_HOST is not set");
    }
    GetiSettings purged =
        GetiSettings.local().withModel(onnx).withWeights(GetiSettings.Weights.PURGED);
    try (GetiServer server = serve(purged)) {
      complains(server, active(server), "has no active model");
      String id = server.projects().get(0).id();
      complains(
          server,
          "geti:%s/%s".formatted(id, "66a0000a" + id.substring(8)),
          "The weights of model",
          "were deleted on the server");
    }
    try (GetiServer server = serve(GetiSettings.local())) {
      complains(server, active(server), "has no trained model");
    }
    assertThat(exports).hasValue(0);
  }

  private static void complains(GetiServer server, String model, String... parts) {
    Command.Result result = Command.in(variables(server)).run("inspect", model);
    assertThat(result.exitCode()).as(result.err()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.complaints()).singleElement().asString().contains(parts);
    assertThat(result.err()).doesNotContain(TOKEN);
  }
}
