package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Fit;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.NmsMode;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from model files and their sidecars, and what is refused. */
class ModelFilesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  @Test
  void readsACardFromGraphAndMetadata() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "detector.onnx");

    ModelCard card = Models.inspect(file, ModelSettings.NONE);
    OnnxCard onnx = card.onnx().orElseThrow();

    assertThat(card.name()).isEqualTo("detector");
    assertThat(card.sha256()).matches("[0-9a-f]{64}");
    assertThat(card.classes()).extracting(LabelClass::name).contains("men's shoe").hasSize(3);
    assertThat(onnx.fileBytes()).isEqualTo(Files.size(file));
    assertThat(onnx.graph().producer()).isEqualTo("hand-made");
    assertThat(onnx.graph().inputs()).hasToString("[images float32[N,3,64,64]]");
    assertThat(onnx.graph().outputs()).hasToString("[output0 float32[N,3,6]]");
    assertThat(onnx.head()).isEqualTo(HeadKind.END_TO_END);
    assertThat(onnx.classNamesFrom()).isEqualTo(ClassNamesFrom.METADATA);
    assertThat(onnx.licence()).startsWith("AGPL-3.0");
    assertThat(onnx.input().width()).isEqualTo(64);
    assertThat(onnx.input().fit()).isEqualTo(Fit.LETTERBOX_CENTRED);
    assertThat(onnx.input().scale()).containsExactly(255.0, 255.0, 255.0);
  }

  @Test
  void settingsInForceOpenTheSameModelWithoutSidecar() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "detector.onnx");
    Files.writeString(directory.resolve("detector.relabel.yaml"), "confidence: 0.7\npad: 3\n");
    ModelSettings inForce =
        Models.inspect(file, ModelSettings.parse("{classes: dog}")).onnx().orElseThrow().settings();

    Path copy = Files.createDirectory(directory.resolve("executor")).resolve("detector.onnx");
    Files.copy(file, copy);
    OnnxCard again =
        Models.inspect(copy, ModelSettings.parse(inForce.toJson())).onnx().orElseThrow();

    assertThat(again.settings()).isEqualTo(inForce);
    assertThat(again.input().pad()).isEqualTo(3);
    assertThat(again.settings().confidence()).hasValue(0.7);
    assertThat(again.settings().classes()).containsExactly("dog");
  }

  @Test
  void aPersonWinsOverTheSidecarAndThatOverTheMetadata() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "detector.onnx");
    Files.writeString(
        directory.resolve("detector.relabel.yaml"), "labels: [a, b, c]\nconfidence: 0.7\n");

    OnnxCard sidecar = Models.inspect(file, ModelSettings.NONE).onnx().orElseThrow();
    OnnxCard person =
        Models.inspect(file, ModelSettings.parse("{confidence: 0.3, labels: [x, y, z]}"))
            .onnx()
            .orElseThrow();

    assertThat(sidecar.classNamesFrom()).isEqualTo(ClassNamesFrom.SIDECAR);
    assertThat(sidecar.settings().confidence()).hasValue(0.7);
    assertThat(person.classNamesFrom()).isEqualTo(ClassNamesFrom.SETTINGS);
    assertThat(person.settings().confidence()).hasValue(0.3);
    assertThat(person.settings().labels().orElseThrow()).containsEntry(1, "y");
  }

  @Test
  void namesTheSidecarThatIsWrong() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "detector.onnx");
    Files.writeString(directory.resolve("detector.relabel.yaml"), "confidense: 0.7\n");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("detector.relabel.yaml")
        .hasMessageContaining("'confidense' is not a setting (did you mean 'confidence'");
  }

  @Test
  void refusesAFilterForClassesThatTheModelDoesNotHave() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "m.onnx");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.parse("{classes: [dig, cat]}")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'dig' (did you mean 'dog'?)")
        .hasMessageNotContaining("'cat' (");
  }

  @Test
  void iouGivenByAPersonSwitchesSuppressionOnAndTheCardSaysSo() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "m.onnx");

    OnnxCard given = Models.inspect(file, ModelSettings.parse("{iou: 0.3}")).onnx().orElseThrow();
    OnnxCard both =
        Models.inspect(file, ModelSettings.parse("{iou: 0.3, nms: none}")).onnx().orElseThrow();

    assertThat(given.settings().nms()).contains(NmsMode.CLASS);
    assertThat(given.notes()).anyMatch(note -> note.contains("suppress each other within a class"));
    assertThat(both.settings().nms()).contains(NmsMode.NONE);
    assertThat(both.notes()).isEmpty();
  }

  @Test
  void anInputTooLargeToServeIsToldAsTheModelsOwn() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, 1, 3, 30_000, 30_000)
            .output("output0", Numbers.FLOAT32, 1, 3, 6);
    Path file =
        onnx.perImage("images", onnx.floats(new long[] {1, 3, 6}, Graphs.ROWS), "output0", 3, 6)
            .write(directory, "m.onnx");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The model's own input images float32[1,3,30000,30000]")
        .hasMessageNotContaining("img_size");
  }

  @Test
  void findsOutOpenShapesByRunningOnce() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, -1, 3, -1, -1)
            .output("output0", Numbers.FLOAT32, -1, -1, -1)
            .metadata("names", Graphs.NAMES)
            .metadata("imgsz", "[32, 64]");
    onnx.perImage("images", onnx.floats(new long[] {1, 3, 6}, Graphs.ROWS), "output0", 3, 6);

    OnnxCard card =
        Models.inspect(onnx.write(directory, "m.onnx"), ModelSettings.NONE).onnx().orElseThrow();

    assertThat(card.head()).isEqualTo(HeadKind.END_TO_END);
    assertThat(card.graph().outputs()).hasToString("[output0 float32[N,3,6]]");
    assertThat(card.input().height()).isEqualTo(32);
    assertThat(card.input().width()).isEqualTo(64);
  }

  @Test
  void refusesASizeThatTheGraphDoesNotTake() throws IOException {
    Path file = Graphs.endToEnd(-1).write(directory, "m.onnx");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.parse("{img_size: 640}")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("img_size asks for width 640, but the model only takes 64");
  }

  @Test
  void saysWhichFileIsNoModel() throws IOException {
    Path text = Files.writeString(directory.resolve("text.onnx"), "hello, I am not a model");
    byte[] whole = Graphs.endToEnd(-1).build();
    Path half = Files.write(directory.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
    Path zeros = Files.write(directory.resolve("zeros.onnx"), new byte[1000]);

    for (Path file : List.of(text, half, zeros)) {
      assertThatThrownBy(() -> Models.inspect(file, ModelSettings.NONE))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith(
              "Model file %s is not an ONNX model, or is cut off or damaged", file)
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void saysThatWeightsAreMissing() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, 1, 3, 64, 64)
            .output("output0", Numbers.FLOAT32, 1, 3, 6);
    onnx.node("Identity", List.of(onnx.external("m.onnx_data", 1, 3, 6)), "output0");
    Path file = onnx.write(directory, "m.onnx");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("keeps its weights in m.onnx_data, which is not beside it");
  }

  @Test
  void refusesLabelsThatDoNotMatchTheNumberOfClasses() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, -1, 3, 96, 96)
            .output("output", Numbers.FLOAT32, -1, 189, 85);
    onnx.perImage("images", onnx.floats(new long[] {1, 1, 1}, 0), "output", 189, 85);
    Path file = onnx.write(directory, "m.onnx");

    assertThatThrownBy(() -> Models.inspect(file, ModelSettings.parse("{labels: [cat, dog]}")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "puts out scores for 80 classes, but the labels from settings name 2");
    assertThat(Models.inspect(file, ModelSettings.NONE).onnx().orElseThrow().classNamesFrom())
        .isEqualTo(ClassNamesFrom.ASSUMED_COCO80);
  }
}
