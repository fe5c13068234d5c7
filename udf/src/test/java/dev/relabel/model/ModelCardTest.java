package dev.relabel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  private static final ModelCard CARD =
      new ModelCard(
          "detector",
          "abc",
          List.of(
              new LabelClass("cat", LabelClass.Shape.RECTANGLE),
              new LabelClass("dog", LabelClass.Shape.RECTANGLE)),
          Optional.of(
              new OnnxCard(
                  1234567,
                  ModelGraph.of(
                      "pytorch",
                      List.of(new GraphTensor("images", "float32", List.of(-1L, 3L, 64L, -1L))),
                      List.of(new GraphTensor("output0", "float32", List.of(1L, 300L, 6L))),
                      Map.of("task", "detect")),
                  HeadKind.END_TO_END,
                  "YOLO end-to-end",
                  new InputFormat(
                      96,
                      64,
                      Fit.STRETCH,
                      114,
                      InputFormat.Colours.RGB,
                      InputFormat.Layout.CHW,
                      InputFormat.Element.FLOAT32,
                      List.of(0.0, 0.0, 0.0),
                      List.of(255.0, 255.0, 255.0)),
                  ClassNamesFrom.ASSUMED_COCO80,
                  ModelSettings.parse(
                      "{labels: [cat, dog], confidence: 0.25, iou: 0.45, nms: class,"
                          + " max_detections: 300, classes: [dog]}"),
                  "Apache-2.0",
                  List.of("Nothing names the classes."))));

  @Test
  void printsAlignedLines() {
    assertThat(ModelCardText.write(CARD))
        .isEqualTo(
            """
            name         detector
            sha256       abc
            size         1,234,567 bytes
            producer     pytorch
            family       YOLO end-to-end
            head         end2end
            input        images float32[N,3,64,?]
            output       output0 float32[1,300,6]
            image        96 × 64, stretch, rgb, chw float32, (pixel − [0.0, 0.0, 0.0]) / [255.0, 255.0, 255.0], padding 114
            classes      2 (names from assumed-coco80): 0 cat, 1 dog
            kept         dog
            confidence   0.25
            suppression  within a class, above IoU 0.45
            at most      300 labels on one image
            licence      Apache-2.0
            metadata     task = detect
            note         Nothing names the classes.
            """);
  }

  @Test
  void writesStableFieldNames() {
    assertThat(ModelCardJson.write(CARD))
        .isEqualTo(
            "{\"name\":\"detector\",\"sha256\":\"abc\",\"fileBytes\":1234567,"
                + "\"producer\":\"pytorch\",\"head\":\"end2end\",\"family\":\"YOLO end-to-end\","
                + "\"inputs\":[{\"name\":\"images\",\"type\":\"float32\",\"shape\":[-1,3,64,-1]}],"
                + "\"outputs\":[{\"name\":\"output0\",\"type\":\"float32\",\"shape\":[1,300,6]}],"
                + "\"input\":{\"width\":96,\"height\":64,\"fit\":\"stretch\",\"pad\":114,"
                + "\"colours\":\"rgb\",\"layout\":\"chw\",\"element\":\"float32\","
                + "\"mean\":[0.0,0.0,0.0],\"scale\":[255.0,255.0,255.0]},"
                + "\"labelsFrom\":\"assumed-coco80\","
                + "\"settings\":{\"labels\":{\"0\":\"cat\",\"1\":\"dog\"},\"confidence\":0.25,"
                + "\"iou\":0.45,\"nms\":\"class\",\"max_detections\":300,\"classes\":[\"dog\"]},"
                + "\"licence\":\"Apache-2.0\",\"metadata\":{\"task\":\"detect\"},"
                + "\"notes\":[\"Nothing names the classes.\"],"
                + "\"classes\":[{\"name\":\"cat\",\"shape\":\"rectangle\"},"
                + "{\"name\":\"dog\",\"shape\":\"rectangle\"}]}");
  }

  @Test
  void aModelThatIsNoFileHasAShortCard() {
    ModelCard card =
        new ModelCard("remote", "", List.of(new LabelClass("cat", LabelClass.Shape.ANY)));

    assertThat(ModelCardText.write(card)).isEqualTo("name     remote\nsha256   \nclasses  cat\n");
    assertThat(ModelCardJson.write(card))
        .isEqualTo(
            "{\"name\":\"remote\",\"sha256\":\"\",\"classes\":[{\"name\":\"cat\","
                + "\"shape\":\"any\"}]}");
  }
}
