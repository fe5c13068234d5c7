package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.cli.Command.Result;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Options from a file. */
@ExtendWith(SharedSpark.class)
class ConfigFileIT {
  private final TextDemo texts = TextDemo.shared();

  @Test
  void theFileSaysAllAndTheCommandLineWins(@TempDir Path directory) throws IOException {
    try (TestPlatform platform =
        TestPlatform.serving(
            texts.project(directory.resolve("served/signs"), "street/road-03.jpg"))) {
      Path config = directory.resolve("relabel.yaml");
      Path fromFile = directory.resolve("from-file");
      Path fromLine = directory.resolve("from-line");
      Files.writeString(
          config,
          """
          # the nightly run
          project-id: %s
          model: "%s"
          upload: replace
          conf: 0.45
          img-size: [320, 320]
          settings:
            existing_objects_iou_thresh: 0.7
          export: ["coco:%s/coco.json", "draw:%s/pictures"]
          run-dir: %s
          """
              .formatted(platform.project(), texts.detector(), directory, directory, fromFile));

      Command.on(platform)
          .runs("--config", config, "--upload", "append", "--conf=0.5", "--run-dir", fromLine);

      assertThat(fromFile).doesNotExist();
      JsonNode facts =
          new JsonMapper().readTree(fromLine.resolve("run.json").toFile()).path("facts");
      assertThat(facts.path("upload").asText()).isEqualTo("append");
      assertThat(facts.path("settings").asText())
          .contains("\"confidence\":0.5")
          .contains("\"img_size\":[320,320]");
      assertThat(facts.path("existing_objects_iou_thresh").asText()).isEqualTo("0.7");
      assertThat(directory.resolve("coco.json")).isNotEmptyFile();
      assertThat(directory.resolve("pictures/street/road-03.jpg")).isNotEmptyFile();
    }
  }

  @Test
  void refusesWhatIsNoOption(@TempDir Path directory) throws IOException {
    Path config =
        Files.writeString(directory.resolve("relabel.yaml"), "modle: best.onnx\nconf: 0.5\n");

    Result result = Command.alone().run("run", "--config", config);

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints()).hasSize(1);
    assertThat(result.err()).contains(config + ": 'modle' is no option", "model");
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path directory) {
    Path config = directory.resolve("relabel.yaml");

    Result result = Command.alone().run("run", "--config=" + config, "--model", "best.onnx");

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.complaints()).hasSize(1);
    assertThat(result.err()).contains("config file " + config + " cannot be read");
  }
}
