package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
  @TempDir private Path directory = Path.of("");

  /** Its answer for every image is the one row in the data file. */
  private Path model(String data) throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, 1, 3, 64, 64)
            .output("output0", Numbers.FLOAT32, 1, 1, 6);
    onnx.node("Identity", List.of(onnx.external(data, 1, 1, 6)), "output0");
    return onnx.write(directory, "m.onnx");
  }

  private void row(float... values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(directory.resolve("m.onnx_data"), bytes.array());
  }

  @Test
  void aModelRunsWithTheDataBesideIt() throws IOException {
    row(8, 16, 24, 32, 0.75f, 0);
    ModelSettings settings = ModelSettings.parse("{head: end2end, labels: [cat]}");
    try (DeviceSessions sessions = new DeviceSessions(1);
        Model model = Models.open(model("m.onnx_data"), Device.CPU, settings, sessions);
        Picture picture = Picture.ofRgb(64, 64, new byte[3 * 64 * 64]);
        PreparedImage image = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(image))) {
      assertThat(answer.labels(0))
          .containsExactly(Label.predicted("cat", new Rectangle(8, 16, 24, 32), 0.75));
    }
  }

  @Test
  void otherDataAreAnotherModel() throws IOException {
    row(8, 16, 24, 32, 0.75f, 0);
    OnnxFile before = OnnxFile.of(model("m.onnx_data"));
    row(8, 16, 24, 32, 0.5f, 0);
    OnnxFile after = OnnxFile.of(before.path());

    assertThat(after.sha256()).isNotEqualTo(before.sha256()).matches("[0-9a-f]{64}");
    assertThat(after.bytes()).isEqualTo(Files.size(before.path()) + 24);
  }

  @Test
  void findsThemHoweverDeepTheyAre() throws IOException {
    OnnxBuilder onnx = new OnnxBuilder().input("images", Numbers.FLOAT32, 1, 3, 64, 64);
    onnx.external("b.bin", 4);
    onnx.external("a.bin", 4);
    onnx.external("b.bin", 4);
    onnx.externalInBranch("c.bin", 4);

    assertThat(ExternalData.names(onnx.write(directory, "deep.onnx")))
        .containsExactly("a.bin", "b.bin", "c.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "/etc/passwd", "sub/weights.bin", "..", "C:\\weights", "a\nb", " "})
  void refusesDataElsewhere(String location) throws IOException {
    Path model = model(location);

    assertThatThrownBy(() -> OnnxFile.of(model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("only from the model's own folder")
        .message()
        .hasLineCount(1);
  }

  /**
   * Other readers cut a tag to 32 bits and go by the file's name, so what they load must be seen.
   */
  @Test
  void nothingHidesDataFromTheCheck() throws IOException {
    byte[] graph = Files.readAllBytes(model("../secret"));
    byte[] marked = {0x12, 6, 'x', 'x', 'O', 'R', 'T', 'M'};
    byte[] whole = new byte[marked.length + graph.length];
    System.arraycopy(marked, 0, whole, 0, marked.length);
    System.arraycopy(graph, 0, whole, marked.length, graph.length);
    Path producer = Files.write(directory.resolve("producer.onnx"), whole);
    byte[] longTag = {(byte) 0xBA, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x70, 0};
    Path tag = Files.write(directory.resolve("tag.onnx"), longTag);

    assertThatThrownBy(() -> ExternalData.names(producer)).hasMessageContaining("../secret");
    assertThatThrownBy(() -> ExternalData.names(tag)).hasMessageContaining("is not an ONNX model");
  }

  /** Whatever the bytes are, the answer is a list of plain names or a refusal. */
  @Test
  void damagedFilesAreRefusedOrReadNothingElse() throws IOException {
    row(1);
    byte[] whole = Files.readAllBytes(model("m.onnx_data"));
    Path damaged = directory.resolve("damaged.onnx");
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try {
        assertThat(ExternalData.names(damaged)).noneMatch(name -> name.contains("/"));
      } catch (ModelException refused) {
        assertThat(refused).hasMessageContaining("damaged.onnx");
      }
    }
  }
}
