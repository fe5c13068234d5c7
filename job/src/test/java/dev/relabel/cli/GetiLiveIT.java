package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.client.Input;
import dev.relabel.client.Prediction;
import dev.relabel.client.Relabel;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Live predictions of a Geti server, here the embedded one, as the model of a run. */
@ExtendWith(SharedSpark.class)
class GetiLiveIT {
  private static final String CLASSES =
      """
      {"projectType":"images","tags":[],"classes":[
       {"title":"part","shape":"rectangle","color":"#00FF00"},
       {"title":"whole","shape":"rectangle","color":"#FF0000"}]}""";

  private Path directory = Path.of("");
  private Path photo = Path.of("");
  private OnnxPredictor model;
  private ServedPlatform.Serving geti;
  private String connect = "";

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    photo = Files.write(directory.resolve("photo.jpg"), GreyVideo.jpeg(40));
    Path project = ProjectFolder.in(directory.resolve("geti/parts")).meta(CLASSES).directory();
    model =
        OnnxPredictor.open(
            TinyModel.write(directory.resolve("tiny.onnx")),
            new Environment(Map.of(), directory, 0));
    geti =
        ServedPlatform.GETI.serve(
            LocalProjects.open(project), 0, Optional.empty(), Optional.of(model));
    connect = "geti:" + geti.ready().at("/projects/0/id").asText();
  }

  @AfterEach
  void stop() {
    geti.close();
    model.close();
  }

  private Map<String, String> variables() {
    return Map.of(
        "GETI_HOST",
        geti.ready().path("address").asText(),
        "GETI_TOKEN",
        geti.ready().path("token").asText());
  }

  @Test
  void imagesOfThisMachineGoThere() throws IOException {
    Path found = directory.resolve("found.json");

    Command.in(variables())
        .runs(
            "--connect",
            connect,
            "--input",
            photo,
            "--run-dir",
            directory.resolve("run"),
            "--export",
            "coco:" + found);

    assertThat(Files.readString(found)).contains("\"part\"", "\"whole\"", "[8,16,16,16]");
    assertThat(CocoFile.read(found).imageNames()).containsExactly("photo.jpg");
    Command.Result classes = Command.in(variables()).run("inspect", "--connect", connect);
    assertThat(classes.exitCode()).as(classes.err()).isEqualTo(ExitCode.DONE);
    assertThat(classes.out()).contains("parts", "part", "whole");
  }

  @Test
  void threeLinesOfJava() {
    try (Relabel relabel = Relabel.with(new Environment(variables(), directory, 0))) {
      List<Prediction> found = relabel.connect(connect).predict(Input.of(photo.toString()));
      assertThat(found.get(0).classes()).containsExactly("part", "whole");
    }
  }

  @Test
  void imagesOfAnotherPlatformAreLabelled() {
    try (TestPlatform supervisely =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("supervisely/greys"))
                .image("first", "a.jpg", GreyVideo.jpeg(50)))) {
      Map<String, String> both = new HashMap<>(variables());
      both.put("SERVER_ADDRESS", supervisely.address());
      both.put("API_TOKEN", TestPlatform.TOKEN);

      Command.in(both)
          .runs(
              "--connect",
              connect,
              "--project-id",
              supervisely.project(),
              "--upload",
              "append",
              "--run-dir",
              directory.resolve("run"));

      assertThat(supervisely.labels(supervisely.project()).get("first/a.jpg"))
          .extracting(PlatformLabel::label)
          .extracting(Label::className)
          .containsExactlyInAnyOrder("part", "whole");
    }
  }

  @Test
  void whatIsMissingIsSaid() {
    Command.Result nothing = Command.alone().run("run", "--connect", connect, "--input", photo);
    Command.Result noProject =
        Command.in(variables()).run("run", "--connect", "geti:parts", "--input", photo);

    assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains("GETI_HOST is not set", "GETI_TOKEN is not set");
    assertThat(noProject.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(noProject.err()).contains("by its ID of 24 hexadecimal digits");
  }
}
