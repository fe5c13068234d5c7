package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaddleConfigTest {
  /** As PicoDet's export writes it. */
  private static final String PICODET =
      """
      mode: paddle
      draw_threshold: 0.5
      metric: COCO
      use_dynamic_shape: false
      arch: PicoDet
      min_subgraph_size: 3
      Preprocess:
      - interp: 2
        keep_ratio: false
        target_size:
        - 64
        - 96
        type: Resize
      - is_scale: true
        mean:
        - 0.5
        - 0.4
        - 0.2
        std:
        - 0.2
        - 0.4
        - 0.5
        type: NormalizeImage
      - type: Permute
      label_list:
      - person
      - bicycle
      """;

  private static final ModelGraph GRAPH =
      ModelGraph.of("PaddlePaddle", List.of(), List.of(), Map.of());

  @TempDir private Path directory = Path.of("");

  private Path model() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("image", Numbers.FLOAT32, 1, 3, -1, -1)
            .input("scale_factor", Numbers.FLOAT32, 1, 2)
            .output("rows", Numbers.FLOAT32, 1, 6);
    float[] row = {1, 0.9f, 10, 20, 30, 40};
    onnx.node("Identity", List.of(onnx.floats(new long[] {1, 6}, row)), "rows");
    return onnx.write(directory, "picodet.onnx");
  }

  private ModelSettings settings(String preprocess) throws IOException {
    Files.writeString(directory.resolve("infer_cfg.yml"), "Preprocess:\n" + preprocess);
    return ExporterFiles.of(OnnxFile.of(model()), GRAPH).settings();
  }

  @Test
  void namesAndPreparationComeFromTheExport() throws IOException {
    Files.writeString(directory.resolve("infer_cfg.yml"), PICODET);

    ModelCard card = Models.inspect(model(), ModelSettings.NONE);
    OnnxCard onnx = card.onnx().orElseThrow();

    assertThat(onnx.head()).isEqualTo(HeadKind.PADDLE);
    assertThat(card.classes()).extracting(LabelClass::name).containsExactly("person", "bicycle");
    assertThat(onnx.classNamesFrom()).isEqualTo(ClassNamesFrom.PADDLE);
    assertThat(onnx.input().height()).isEqualTo(64);
    assertThat(onnx.input().width()).isEqualTo(96);
    assertThat(onnx.input().fit()).isEqualTo(Fit.STRETCH);
    assertThat(onnx.input().colours()).isEqualTo(Colours.RGB);
    assertThat(onnx.settings().mean()).containsExactly(127.5, 102.0, 51.0);
    assertThat(onnx.settings().scale()).containsExactly(51.0, 102.0, 127.5);
  }

  @Test
  void keptAspectIsPaddedToTheStride() throws IOException {
    ModelSettings settings =
        settings(
            """
            - {type: Resize, keep_ratio: true, target_size: [800, 1333]}
            - {type: NormalizeImage, is_scale: false, mean: [123, 117, 104], std: [1, 1, 1]}
            - {type: PadStride, stride: 32}
            """);

    assertThat(settings.imageHeight()).hasValue(800);
    assertThat(settings.imageWidth()).hasValue(1344);
    assertThat(settings.fit()).contains(Fit.LETTERBOX_TOP_LEFT);
    assertThat(settings.mean()).containsExactly(123.0, 117.0, 104.0);
    assertThat(settings.scale()).containsExactly(1.0, 1.0, 1.0);
    assertThat(settings.pad()).hasValue(115); // which becomes 0, as the padding of the export is
  }

  @Test
  void withoutNormalisationThePixelsStayAsTheyAre() throws IOException {
    ModelSettings fused = settings("- {type: LetterBoxResize, target_size: 416}\n");
    assertThat(fused.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(fused.scale()).containsExactly(1.0, 1.0, 1.0);
    assertThat(fused.fit()).contains(Fit.LETTERBOX_CENTRED);
    assertThat(fused.pad()).hasValue(127);

    ModelSettings rescaled =
        settings(
            """
            - {type: NormalizeImage, norm_type: none, mean: [9, 9, 9], std: [9, 9, 9]}
            - {type: Pad, size: [640, 480], fill_value: [7.0, 7.0, 7.0]}
            """);
    assertThat(rescaled.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(rescaled.scale()).containsExactly(255.0, 255.0, 255.0);
    assertThat(rescaled.imageHeight()).hasValue(640);
    assertThat(rescaled.imageWidth()).hasValue(480);
    assertThat(rescaled.pad()).hasValue(7);
  }

  @Test
  void centreNetTurnsTheColours() throws IOException {
    ModelSettings settings =
        settings("- {type: WarpAffine, keep_res: false, input_h: 320, input_w: 512}\n");

    assertThat(settings.colours()).contains(Colours.BGR);
    assertThat(settings.fit()).contains(Fit.LETTERBOX_CENTRED);
    assertThat(settings.imageHeight()).hasValue(320);
    assertThat(settings.imageWidth()).hasValue(512);
    assertThat(settings.pad()).hasValue(0);
  }

  @Test
  void aPadMayHaveOneNumberAndNoSize() throws IOException {
    ModelSettings settings = settings("- {type: Pad, size_divisor: 32, fill_value: 0}\n");

    assertThat(settings.pad()).hasValue(0);
    assertThat(settings.imageHeight()).isEmpty();
  }

  @Test
  void otherModelsInTheFolderAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("infer_cfg.yml"), PICODET);
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("image", Numbers.FLOAT32, 1, 3, 64, 64)
            .output("scores", Numbers.FLOAT32, 1, 2);
    onnx.node("Identity", List.of(onnx.floats(new long[] {1, 2}, 0, 1)), "scores");

    ModelCard card = Models.inspect(onnx.write(directory, "other.onnx"), ModelSettings.NONE);

    assertThat(card.onnx().orElseThrow().classNamesFrom().isAssumed()).isTrue();
  }

  @Test
  void saysWhichFileIsWrong() throws IOException {
    Path model = model();
    Files.writeString(directory.resolve("infer_cfg.yml"), "Preprocess: [");
    assertThatThrownBy(() -> Models.inspect(model, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("infer_cfg.yml, which is read with the model beside it, is not YAML");

    Files.writeString(
        directory.resolve("infer_cfg.yml"), "Preprocess: [{type: Resize, target_size: [0, 7]}]");
    assertThatThrownBy(() -> Models.inspect(model, ModelSettings.NONE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("infer_cfg.yml")
        .hasMessageContaining("img_size");
  }
}
