package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins every default. */
class FamilyDefaultsTest {
  private static final String IMAGENET =
      "mean: [123.675, 116.28, 103.53], scale: [58.395, 57.12, 57.375]";

  private static ModelSettings defaults(HeadKind kind, Element element, long side) {
    ImageInput input =
        new ImageInput(
            new GraphTensor("images", "float32", List.of(-1L, 3L, side, side)),
            Layout.CHW,
            element);
    return FamilyDefaults.of(HeadChoice.of(kind, 80, "output"), input);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "YOLOX      | nms: class, colours: bgr, fit: letterbox-top-left, mean: 0, scale: 1,"
            + " multi_label: true",
        "YOLOV5     | nms: class, colours: rgb, fit: letterbox-centred, mean: 0, scale: 255,"
            + " multi_label: false",
        "YOLOV8     | nms: class, colours: rgb, fit: letterbox-centred, mean: 0, scale: 255,"
            + " multi_label: false",
        "END_TO_END | nms: none, colours: rgb, fit: letterbox-centred, mean: 0, scale: 255",
        "RTDETR     | nms: none, colours: rgb, fit: stretch, mean: 0, scale: 255,"
            + " box_space: input",
        "DETR_BOXES | nms: none, colours: rgb, fit: stretch, mean: 0, scale: 255,"
            + " box_space: normalised",
        "TFOD       | nms: none, colours: rgb, fit: stretch, mean: 0, scale: 1,"
            + " box_space: normalised",
        "BOXES_LABELS | nms: none, colours: rgb, fit: letterbox-top-left, "
            + " box_space: input, "
            + IMAGENET
      })
  void ofDetectors(HeadKind kind, String own) {
    assertThat(defaults(kind, Element.FLOAT32, 640))
        .isEqualTo(
            ModelSettings.parse(
                "{head: %s, confidence: 0.25, iou: 0.45, max_detections: 300, img_size: 640,"
                        .formatted(kind.settingName())
                    + " pad: 114, "
                    + own
                    + "}"));
  }

  @Test
  void ofText() {
    assertThat(defaults(HeadKind.TEXT, Element.FLOAT32, -1))
        .isEqualTo(
            ModelSettings.parse(
                "{head: text-detection, confidence: 0.6,"
                    + " max_detections: 1000, img_size: 960, colours: bgr, fit: multiple-of-32,"
                    + " pad: 114, text_threshold: 0.3,"
                    + " unclip_ratio: 1.5, shape: polygon, "
                    + IMAGENET
                    + "}"));
  }

  @Test
  void bytesAreFedAsTheyAre() {
    ModelSettings settings = defaults(HeadKind.YOLOV8, Element.UINT8, 640);

    assertThat(settings.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(settings.scale()).containsExactly(1.0, 1.0, 1.0);
    assertThat(defaults(HeadKind.TFOD, Element.UINT8, -1).fit())
        .contains(dev.relabel.image.Fit.NONE);
  }
}
