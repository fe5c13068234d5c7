package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.Training.Automatic;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.geti.GetiServer;
import dev.relabel.platform.embedded.geti.GetiSettings;
import dev.relabel.platform.geti.GetiConnection;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.http.TlsTrust;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole Geti project, in each upload mode: a small model finds two boxes on each image. */
@ExtendWith(SharedSpark.class)
class GetiProjectIT {
  private static final String TOKEN = "geti_pat_secret";
  private static final String CLASSES =
      """
      {"projectType":"images","tags":[],"classes":[
       {"title":"part","shape":"rectangle","color":"#00FF00"},
       {"title":"whole","shape":"rectangle","color":"#FF0000"}]}""";

  private Path directory = Path.of("");
  private Path model = Path.of("");
  private GetiServer server;
  private Platform client;

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    model = TinyModel.write(directory.resolve("tiny.onnx"));
    serve("parts", GetiSettings.local());
  }

  private void serve(String name, GetiSettings settings) throws IOException {
    ProjectFolder folder =
        ProjectFolder.in(directory.resolve("served/" + name))
            .meta(CLASSES)
            .image("first", "a.jpg", GreyVideo.jpeg(40))
            .image("first", "b.jpg", GreyVideo.jpeg(50))
            .image("second", "c.jpg", GreyVideo.jpeg(60));
    server =
        new GetiServer(
                LocalProjects.open(folder.directory()),
                settings.withToken(TOKEN),
                Faults.NONE,
                Optional.empty())
            .start();
    client = GetiConnection.of(server.address(), Secret.of(TOKEN), TlsTrust.OF_JAVA).open(1);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Map<String, String> variables() {
    return Map.of("GETI_HOST", server.address(), "GETI_TOKEN", TOKEN);
  }

  private ProjectId project() {
    return new ProjectId(server.projects().get(0).id());
  }

  private JsonNode run(String mode, String runDirectory, Object... more) {
    Command.Result result = tried(mode, runDirectory, more);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    return result.summary();
  }

  private Command.Result tried(String mode, String runDirectory, Object... more) {
    return triedOn(List.of("--project-id", project()), mode, runDirectory, more);
  }

  private Command.Result triedOn(
      List<Object> input, String mode, String runDirectory, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("run", "--platform", "geti"));
    arguments.addAll(input);
    arguments.addAll(
        List.of("--model", model, "--upload", mode, "--run-dir", directory.resolve(runDirectory)));
    arguments.addAll(List.of(more));
    return Command.in(variables()).run(arguments.toArray());
  }

  private Map<String, List<Label>> held(ProjectId project) {
    Map<String, List<Label>> held = new TreeMap<>();
    for (DatasetInfo dataset : client.datasets(project)) {
      client
          .images(dataset.id())
          .forEachRemaining(
              image ->
                  held.put(
                      image.name(),
                      client.annotations(dataset.id(), List.of(image.id())).values().stream()
                          .flatMap(each -> each.labels().stream())
                          .map(PlatformLabel::label)
                          .toList()));
    }
    return held;
  }

  private void draw(String name, Label label) {
    for (DatasetInfo dataset : client.datasets(project())) {
      List<ImageInfo> images = new ArrayList<>();
      client.images(dataset.id()).forEachRemaining(images::add);
      images.stream()
          .filter(each -> each.name().equals(name))
          .forEach(
              each ->
                  client.addLabels(
                      dataset.id(), Map.of(each.id(), List.of(label)), Deadlines.NONE));
    }
  }

  private static final Label PERSONS =
      new Label(
          "whole", new Rectangle(1, 1, 9, 9), OptionalDouble.empty(), List.of(), Origin.PERSON);

  @Test
  void eachModeAndItsUndo() {
    draw("b.jpg", PERSONS);
    Map<String, List<Label>> before = held(project());

    for (String mode : List.of("append", "iou_merge", "replace")) {
      JsonNode summary = run(mode, mode);
      assertThat(summary.path("images").asInt()).isEqualTo(3);
      assertThat(summary.path("added").asInt()).as(mode).isEqualTo(6);
      Map<String, List<Label>> after = held(project());
      assertThat(after.get("a.jpg"))
          .hasSize(2)
          .allMatch(label -> label.origin() == Origin.MACHINE && label.score().isPresent());
      assertThat(after.getOrDefault("b.jpg", List.of()).contains(PERSONS))
          .isEqualTo(!mode.equals("replace"));
      JsonNode again = run(mode, mode + "-again");
      assertThat(again.path("added").asInt()).isEqualTo(mode.equals("append") ? 6 : 0);

      for (String runDirectory : List.of(mode + "-again", mode)) {
        Command.Result verified =
            Command.in(variables())
                .run("verify", "--platform", "geti", directory.resolve(runDirectory));
        assertThat(verified.exitCode()).as(verified.err() + verified.out()).isZero();
        Command.Result undone =
            Command.in(variables())
                .run("undo", "--platform", "geti", directory.resolve(runDirectory));
        assertThat(undone.exitCode()).as(undone.err()).isZero();
      }
      assertThat(held(project())).isEqualTo(before);
    }
  }

  @Test
  void createMakesAProjectOfTheSameTask() {
    draw("b.jpg", PERSONS);

    JsonNode summary = run("create", "one");
    run("create", "one");

    assertThat(server.projects()).hasSize(2);
    assertThat(server.projects().get(1).name()).contains("parts", summary.path("run").asText());
    Map<String, List<Label>> made = held(new ProjectId(server.projects().get(1).id()));
    assertThat(made).hasSize(3).allSatisfy((name, labels) -> assertThat(labels).hasSize(2));
    assertThat(made.keySet()).allMatch(name -> name.matches("[abc] \\([0-9a-f]{24}\\)\\.jpg"));
    assertThat(held(project()).get("b.jpg")).containsExactly(PERSONS);
    assertThat(held(project()).get("a.jpg")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.11.0", "2.13.1"})
  void trainingIsPausedAndPutBack(String version) throws IOException {
    stop();
    serve("trained", GetiSettings.local().withVersion(version));
    Command.Result warned = tried("append", "warned");
    int started = server.trainings();

    run("append", "paused", "--pause-auto-training");

    assertThat(warned.err()).contains("trains by itself", "--pause-auto-training");
    assertThat(started).isEqualTo(1);
    assertThat(server.trainings()).isEqualTo(started);
    assertThat(client.training().orElseThrow().automatic(project())).hasSize(1);
  }

  @Test
  void trainingThatAKilledRunHasPausedIsPutBackByTheNextCommand() throws IOException {
    run("append", "one");
    List<String> tasks = client.training().orElseThrow().automatic(project());
    client.training().orElseThrow().setAutomatic(project(), tasks, Automatic.OFF);
    Files.writeString(
        directory.resolve("one").resolve("training.json"),
        "{\"project\":\"%s\",\"paused\":[\"%s\"]}".formatted(project(), tasks.get(0)));

    run("append", "one");

    assertThat(client.training().orElseThrow().automatic(project())).isEqualTo(tasks);
    assertThat(directory.resolve("one").resolve("training.json"))
        .content()
        .doesNotContain(tasks.get(0));
  }

  @Test
  void idsOfImagesAndDatasetsAreEnough() {
    DatasetInfo second = client.datasets(project()).get(1);
    String image = client.images(second.id()).next().id().value();

    JsonNode one = triedOn(List.of("--image-ids", image), "append", "one").summary();

    assertThat(one.path("added").asInt()).isEqualTo(2);
    assertThat(RunTables.predictions(directory.resolve("one"), "item_id", "dataset_id", "image_id"))
        .singleElement()
        .asString()
        .contains("image:" + image, second.id().value());
  }

  @Test
  void whatThereIsNoRoomForIsSaidBeforeAnythingIsWritten() throws IOException {
    Command.Result unknown = tried("append", "unknown", "--class-map", "part=wheel");
    stop();
    serve("kinds", GetiSettings.local().withTaskType(TaskType.CLASSIFICATION));
    Command.Result unfit = tried("append", "unfit");

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("has no label 'wheel'", "'part', 'whole'", "--class-map");
    assertThat(unfit.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(held(project())).allSatisfy((name, labels) -> assertThat(labels).isEmpty());
  }
}
