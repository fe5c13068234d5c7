package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Fit;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.ScoreFunction;
import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceFilesTest {
  private static final String CONFIG =
      "{\"id2label\": {\"0\": \"scratch\", \"1\": \"dent\"}, \"model_type\": \"detr\"}";

  private static final ModelGraph NO_GRAPH = ModelGraph.of("", List.of(), List.of(), Map.of());

  @TempDir private Path directory = Path.of("");

  /** Two classes and one for no object. */
  private static Path detr(Path folder, String name) throws IOException {
    OnnxBuilder onnx = new OnnxBuilder().input("pixel_values", Numbers.FLOAT32, 1, 3, 64, 96);
    onnx.output("logits", Numbers.FLOAT32, 1, 5, 3).output("pred_boxes", Numbers.FLOAT32, 1, 5, 4);
    onnx.node("Identity", List.of(onnx.floats(new long[] {1, 5, 3}, new float[15])), "logits");
    onnx.node("Identity", List.of(onnx.floats(new long[] {1, 5, 4}, new float[20])), "pred_boxes");
    return onnx.write(Files.createDirectories(folder), name);
  }

  @Test
  void readsNamesAndPreparationBesideTheModel() throws IOException {
    Files.writeString(directory.resolve("config.json"), CONFIG);
    Files.writeString(
        directory.resolve("preprocessor_config.json"),
        "{\"do_normalize\": true, \"image_mean\": [0.5, 0.4, 0.2], \"image_std\": [0.2, 0.4, 0.5],"
            + " \"size\": {\"height\": 64, \"width\": 96}}");

    ModelCard card = Models.inspect(detr(directory, "model_fp16.onnx"), ModelSettings.NONE);
    OnnxCard onnx = card.onnx().orElseThrow();

    assertThat(card.classes()).extracting(LabelClass::name).containsExactly("scratch", "dent");
    assertThat(onnx.classNamesFrom()).isEqualTo(ClassNamesFrom.HUGGING_FACE);
    assertThat(onnx.head()).isEqualTo(HeadKind.HF_DETR);
    assertThat(onnx.settings().scores()).contains(ScoreFunction.SOFTMAX);
    assertThat(onnx.settings().mean()).containsExactly(127.5, 102.0, 51.0);
    assertThat(onnx.settings().scale()).containsExactly(51.0, 102.0, 127.5);
    assertThat(onnx.input().fit()).isEqualTo(Fit.STRETCH);
    assertThat(Models.inspect(directory.resolve("model_fp16.onnx"), onnx.settings()).classes())
        .isEqualTo(card.classes());
  }

  @Test
  void looksAboveAFolderOfExports() throws IOException {
    Files.writeString(directory.resolve("config.json"), CONFIG);

    ModelCard card =
        Models.inspect(detr(directory.resolve("onnx"), "model.onnx"), ModelSettings.NONE);

    assertThat(card.classes()).extracting(LabelClass::name).containsExactly("scratch", "dent");
  }

  @Test
  void aPersonsLabelsWin() throws IOException {
    Files.writeString(directory.resolve("config.json"), CONFIG);

    ModelCard card =
        Models.inspect(detr(directory, "model.onnx"), ModelSettings.parse("{labels: [a, b]}"));

    assertThat(card.classes()).extracting(LabelClass::name).containsExactly("a", "b");
  }

  @Test
  void otherModelsInTheFolderAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("config.json"), CONFIG);

    ModelCard card = Models.inspect(detr(directory, "detector.onnx"), ModelSettings.NONE);

    assertThat(card.onnx().orElseThrow().classNamesFrom().isAssumed()).isTrue();
  }

  @Test
  void saysWhichFileIsWrong() throws IOException {
    Files.writeString(directory.resolve("config.json"), "{\"id2label\": ");
    Path model = detr(directory, "model.onnx");

    assertThatThrownBy(() -> Models.inspect(model, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json, which is read with the model beside it, is not JSON");
  }

  @Test
  void withoutNormalisationPixelsAreOnlyBroughtToOne() throws IOException {
    Files.writeString(
        directory.resolve("preprocessor_config.json"),
        "{\"do_normalize\": false, \"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [1, 1, 1],"
            + " \"size\": {\"shortest_edge\": 800}}");

    ModelSettings settings =
        ExporterFiles.of(OnnxFile.of(detr(directory, "model.onnx")), NO_GRAPH).settings();

    assertThat(settings.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(settings.scale()).containsExactly(255.0, 255.0, 255.0);
    assertThat(settings.fit()).isEmpty();
  }
}
