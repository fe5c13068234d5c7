package dev.relabel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.local.LocalProjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart's own steps, with labels as a run would have left them. */
class DemoTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path folder = Path.of("");

  @BeforeEach
  void render(@TempDir Path temporary) {
    folder = temporary.resolve("my demo");
    assertThat(step("render")).as(text(err)).isZero();
  }

  @Test
  void reportsLabelsOfTheModelAndOfThePerson() throws IOException {
    GroundTruth truth = GroundTruth.read(folder.resolve("ground-truth.json"));
    for (GroundTruth.Image image : truth.images()) {
      for (TextBox text : image.texts()) {
        addLabel(image, Label.predicted("text", text.outline(), 0.9));
      }
    }

    assertThat(step("report")).as(text(err)).isZero();

    assertThat(text(out))
        .contains("%s labels made by the model (text)".formatted(truth.textCount()))
        .contains("recall 1.000")
        .contains("precision 1.000")
        .contains("All 2 boxes that a person had drawn before are there, untouched.");
  }

  @Test
  void noticesThatABoxOfThePersonIsGone() throws IOException {
    GroundTruth truth = GroundTruth.read(folder.resolve("ground-truth.json"));
    GroundTruth.Image image =
        truth.images().stream().filter(each -> !each.drawn().isEmpty()).findFirst().orElseThrow();
    Path file = annotationFile(image);
    ObjectNode annotation = (ObjectNode) JSON.readTree(file.toFile());
    annotation.putArray("objects");
    Files.write(file, JSON.writeValueAsBytes(annotation));

    assertThat(step("report")).isEqualTo(1);

    assertThat(text(out)).contains("1 of 2 boxes", "gone or changed", image.path());
  }

  @Test
  void noticesThatABoxOfThePersonBecameTheMachines() throws IOException {
    GroundTruth truth = GroundTruth.read(folder.resolve("ground-truth.json"));
    GroundTruth.Image image =
        truth.images().stream().filter(each -> !each.drawn().isEmpty()).findFirst().orElseThrow();
    Path file = annotationFile(image);
    ObjectNode annotation = (ObjectNode) JSON.readTree(file.toFile());
    ((ObjectNode) annotation.at("/objects/0")).put("nnCreated", true).put("nnUpdated", true);
    Files.write(file, JSON.writeValueAsBytes(annotation));

    assertThat(step("report")).isEqualTo(1);
  }

  @Test
  void rendersAnewOverAnEarlierDemo() throws IOException {
    GroundTruth truth = GroundTruth.read(folder.resolve("ground-truth.json"));
    addLabel(
        truth.images().get(0),
        Label.predicted("text", truth.images().get(0).texts().get(0).outline(), 1));

    assertThat(step("render")).isZero();
    assertThat(step("report")).isZero();

    assertThat(text(out)).contains("0 labels made by the model");
  }

  @Test
  void leavesADemoAloneThatIsBeingServed() {
    try (LocalProjects served = LocalProjects.open(folder.resolve("platform"))) {
      assertThat(step("render")).isEqualTo(1);
      assertThat(served.all()).hasSize(1);
    }
    assertThat(text(err)).contains("in use", "Stop it");
    assertThat(folder.resolve("platform/demo/meta.json")).exists();
  }

  @Test
  void explainsItself() {
    assertThat(Demo.run(stream(out), stream(err), "draw")).isEqualTo(2);
    assertThat(text(err)).contains("Usage: render DIR | report DIR");
  }

  private int step(String name) {
    return Demo.run(stream(out), stream(err), name, folder.toString());
  }

  private Path annotationFile(GroundTruth.Image image) {
    return folder
        .resolve("platform/demo")
        .resolve(image.dataset().replace("/", "/datasets/"))
        .resolve("ann")
        .resolve(image.name() + ".json");
  }

  private void addLabel(GroundTruth.Image image, Label label) throws IOException {
    Path file = annotationFile(image);
    ObjectNode annotation = (ObjectNode) JSON.readTree(file.toFile());
    ((ArrayNode) annotation.get("objects")).add(FileCoordinates.toFile(LabelJson.object(label)));
    Files.write(file, JSON.writeValueAsBytes(annotation));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
