package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.HeadKind;
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

class MmDeployPipelineTest {
  private static final ModelGraph GRAPH =
      ModelGraph.of("PaddlePaddle", List.of(), List.of(), Map.of());

  @TempDir private Path directory = Path.of("");

  private Path model(String name) throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("input", Numbers.FLOAT32, 1, 3, -1, -1)
            .output("dets", Numbers.FLOAT32, 1, 2, 5)
            .output("labels", Numbers.INT64, 1, 2);
    onnx.node("Identity", List.of(onnx.floats(new long[] {1, 2, 5}, new float[10])), "dets");
    onnx.node("Reshape", List.of(onnx.longs(0, 0), onnx.longs(1, 2)), "labels");
    return onnx.write(directory, name);
  }

  private ModelSettings settings(String transforms) throws IOException {
    Files.writeString(
        directory.resolve("pipeline.json"),
        """
        {"pipeline": {"input": ["img"], "output": ["post_output"], "tasks": [
          {"type": "Task", "module": "Transform", "name": "Preprocess", "transforms": [
            {"type": "LoadImageFromFile"}, %s, {"type": "Collect", "keys": ["img"]}]},
          {"name": "detector", "type": "Task", "module": "Net", "input_map": {"img": "input"}},
          {"type": "Task", "module": "mmdet", "component": "ResizeBBox", "params": {}}]}}
        """
            .formatted(transforms));
    return ExporterFiles.of(OnnxFile.of(model("end2end.onnx")), GRAPH).settings();
  }

  @Test
  void staticDetectorsStretchAndMayWantBgr() throws IOException {
    settings(
        "{\"type\": \"Resize\", \"keep_ratio\": false, \"size\": [96, 64]},"
            + "{\"type\": \"Normalize\", \"to_rgb\": false, \"mean\": [103.5, 116.3, 123.7],"
            + " \"std\": [57.4, 57.1, 58.4]}, {\"type\": \"Pad\", \"size_divisor\": 32}");

    OnnxCard card =
        Models.inspect(directory.resolve("end2end.onnx"), ModelSettings.NONE).onnx().orElseThrow();

    assertThat(card.head()).isEqualTo(HeadKind.BOXES_LABELS);
    assertThat(card.input().fit()).isEqualTo(Fit.STRETCH);
    assertThat(card.input().width()).isEqualTo(96);
    assertThat(card.input().height()).isEqualTo(64);
    assertThat(card.input().colours()).isEqualTo(Colours.BGR);
    assertThat(card.settings().mean()).containsExactly(103.5, 116.3, 123.7);
    assertThat(card.settings().scale()).containsExactly(57.4, 57.1, 58.4);
    assertThat(card.classNamesFrom().isAssumed()).isTrue();
  }

  @Test
  void keptAspectIsPadded() throws IOException {
    ModelSettings settings =
        settings(
            "{\"type\": \"Resize\", \"keep_ratio\": true, \"size\": [1333, 800]},"
                + " {\"type\": \"Pad\", \"size_divisor\": 32}");
    assertThat(settings.fit()).contains(Fit.LETTERBOX_TOP_LEFT);
    assertThat(settings.imageWidth()).hasValue(1344);
    assertThat(settings.imageHeight()).hasValue(800);

    ModelSettings square =
        settings(
            "{\"type\": \"Resize\", \"keep_ratio\": true, \"size\": [640, 640]}, {\"type\": \"Pad\","
                + " \"pad_to_square\": true, \"pad_val\": {\"img\": [114.0, 114.0, 114.0]}}");
    assertThat(square.fit()).contains(Fit.LETTERBOX_TOP_LEFT);
    assertThat(square.pad()).hasValue(114);

    ModelSettings centred =
        settings("{\"type\": \"LetterResize\", \"scale\": [640, 480], \"pad_val\": {\"img\": 7}}");
    assertThat(centred.fit()).contains(Fit.LETTERBOX_CENTRED);
    assertThat(centred.imageHeight()).hasValue(480);
    assertThat(centred.pad()).hasValue(7);
  }

  @Test
  void aspectIsNotKeptUnlessAskedFor() throws IOException {
    ModelSettings settings =
        settings(
            "{\"type\": \"Resize\", \"size\": [640, 640]}, {\"type\": \"Normalize\", \"mean\": [0, 0, 0],"
                + " \"std\": [255, 255, 255]}, {\"type\": \"Pad\", \"size_divisor\": 32}");

    assertThat(settings.fit()).contains(Fit.STRETCH);
    assertThat(settings.pad()).hasValue(0); // zeros after the normalisation, as means are zero
  }

  @Test
  void whatIsPaddedBeforeNormalisationHasItsOwnValue() throws IOException {
    ModelSettings yolox =
        settings(
            "{\"type\": \"Resize\", \"keep_ratio\": true, \"size\": [640, 640]},"
                + " {\"type\": \"Pad\", \"pad_to_square\": true, \"pad_val\": {\"img\": [114, 114, 114]}},"
                + " {\"type\": \"Normalize\", \"mean\": [0, 0, 0], \"std\": [1, 1, 1]},"
                + " {\"type\": \"Pad\", \"size_divisor\": 32}");

    assertThat(yolox.pad()).hasValue(114);
  }

  @Test
  void classifiersAreCutOut() throws IOException {
    ModelSettings settings =
        settings(
            "{\"type\": \"Resize\", \"keep_ratio\": true, \"size\": [256, -1]},"
                + " {\"type\": \"CenterCrop\", \"crop_size\": 224}");

    assertThat(settings.fit()).contains(Fit.CROP_CENTRE);
    assertThat(settings.imageHeight()).hasValue(224);
    assertThat(settings.imageWidth()).hasValue(224);
  }

  @Test
  void aFileThatSaysNothingHidesNoOther() throws IOException {
    settings("{\"type\": \"Collect\"}");
    Files.writeString(directory.resolve("infer_cfg.yml"), "label_list: [scratch]");

    assertThat(ExporterFiles.of(OnnxFile.of(model("end2end.onnx")), GRAPH).namesFrom())
        .isEqualTo(ClassNamesFrom.PADDLE);
  }

  @Test
  void onlyMmDeploysOwnNameIsMeant() throws IOException {
    settings("{\"type\": \"Resize\", \"keep_ratio\": false, \"size\": [96, 64]}");

    assertThat(ExporterFiles.of(OnnxFile.of(model("yolo.onnx")), GRAPH).settings())
        .isEqualTo(ModelSettings.NONE);
    assertThat(ExporterFiles.names("yolo")).containsExactly("infer_cfg.yml");
    assertThat(ExporterFiles.names("end2end")).contains("pipeline.json");
    assertThat(ExporterFiles.names("model_fp16")).contains("config.json");
  }
}
