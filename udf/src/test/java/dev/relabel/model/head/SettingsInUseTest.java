package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.views.Views;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsInUseTest {

  private static void check(HeadKind kind, String settings) {
    ModelSettings asked = ModelSettings.parse(settings);
    SettingsInUse.check(HeadChoice.of(kind, 80, "output"), asked, asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "YOLOV8     | {box_space: normalised}  | box_space is only for rtdetr, detr-boxes, tfod",
        "YOLOV8     | {decoded: true}          | decoded is only for yolox",
        "RTDETR     | {text_threshold: 0.2}    | text_threshold is only for text-detection",
        "TFOD       | {shape: box}             | shape is only for text-detection",
        "SEMANTIC   | {tile_full_image: true}  | tile_full_image is only for yolox",
        "YOLOV8_POSE| {flip: horizontal}       | flip is only for yolox",
        "YOLOV8     | {tile_overlap: 0.3}      | tile_overlap needs a tile_size",
        "TEXT       | {iou: 0.3}               | iou is only for yolox",
        "TEXT       | {max_detections: 1001}   | max_detections is at most 1000"
      })
  void refusesSettingsThatTheHeadDoesNotRead(HeadKind kind, String settings, String why) {
    assertThatThrownBy(() -> check(kind, settings))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("have no effect with head " + kind.settingName())
        .hasMessageContaining(why);
  }

  @Test
  void namesAllOfThemAtOnce() {
    assertThatThrownBy(() -> check(HeadKind.YOLOV5, "{shape: box, decoded: true}"))
        .hasMessageContaining("decoded is only for yolox; shape is only for text-detection");
  }

  @Test
  void notesThatOneClassIsAllThereIs() {
    ModelSettings asked = ModelSettings.parse("{multi_label: true}");

    assertThat(SettingsInUse.notes(HeadChoice.of(HeadKind.TFOD, 80, "output"), asked))
        .containsExactly("multi_label has no effect: this model gives each box one class itself.");
    assertThat(SettingsInUse.notes(HeadChoice.of(HeadKind.YOLOV8, 80, "output"), asked)).isEmpty();
  }

  /** Executors are given every setting in force, so a head must take its own defaults. */
  @ParameterizedTest
  @EnumSource
  void everyHeadTakesItsDefaults(HeadKind kind) {
    ImageInput input =
        new ImageInput(
            new GraphTensor("images", "float32", List.of(-1L, 3L, 640L, 640L)),
            Layout.CHW,
            Element.FLOAT32);
    HeadChoice choice = HeadChoice.of(kind, 80, "output");

    ModelSettings all =
        Views.completed(
            kind,
            kind.finds().arePlaces()
                ? FamilyDefaults.of(choice, input)
                    .orElse(ModelSettings.of(Map.of("tile_size", 640)))
                : FamilyDefaults.of(choice, input));

    assertThatCode(() -> SettingsInUse.check(choice, all, all)).doesNotThrowAnyException();
  }
}
