package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.NmsMode;
import dev.relabel.model.TileMerge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

  @Test
  void readsWhatUltralyticsWrites() {
    ModelMetadata metadata =
        ModelMetadata.of(
            Map.of(
                "names", "{0: 'traffic light', 1: \"men's shoe\", 2: 'back\\\\slash'}",
                "imgsz", "[480, 640]",
                "task", "detect",
                "end2end", "True",
                "license", "AGPL-3.0 License"));

    assertThat(metadata.settings().labels().orElseThrow())
        .isEqualTo(Map.of(0, "traffic light", 1, "men's shoe", 2, "back\\slash"));
    assertThat(metadata.settings().imageHeight()).hasValue(480);
    assertThat(metadata.task()).isEqualTo("detect");
    assertThat(metadata.endToEnd()).isTrue();
    assertThat(metadata.licence()).isEqualTo("AGPL-3.0 License");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{0: 'person'", "{0 'person'}", "None", "person", "{'x': 'person'}"})
  void namesThatCannotBeReadCountAsMissing(String names) {
    assertThat(ModelMetadata.of(Map.of("names", names)).settings()).isEqualTo(ModelSettings.NONE);
  }

  @Test
  void readsPythonValues() {
    assertThat(PythonLiteral.parse("(1, -2.5, True, 'a\\u00e9\\x41\\n')"))
        .contains(List.of(1.0, -2.5, true, "aéA\n"));
    assertThat(PythonLiteral.parse("[[1], {}, ]")).contains(List.of(List.of(1.0), Map.of()));
    assertThat(PythonLiteral.parse("'open")).isEmpty();
    assertThat(PythonLiteral.parse("1 2")).isEmpty();
  }

  private static Map<String, String> otx(String... keysAndValues) {
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      metadata.put("model_info " + keysAndValues[i], keysAndValues[i + 1]);
    }
    return metadata;
  }

  @Test
  void readsWhatOtxWrites() {
    ModelSettings settings =
        ModelMetadata.of(
                otx(
                    "labels", "traffic_light person",
                    "confidence_threshold", "0.35",
                    "iou_threshold", "0.6",
                    "nms_execute", "True",
                    "nms_max_predictions", "200",
                    "mean_values", "123.675 116.28 103.53",
                    "scale_values", "58.395 57.12 57.375",
                    "reverse_input_channels", "False",
                    "resize_type", "fit_to_window_letterbox",
                    "pad_value", "114",
                    "tile_size", "None"))
            .settings();

    assertThat(settings.labels().orElseThrow()).isEqualTo(Map.of(0, "traffic_light", 1, "person"));
    assertThat(settings.confidence()).hasValue(0.35);
    assertThat(settings.iou()).hasValue(0.6);
    assertThat(settings.nms()).contains(NmsMode.CLASS);
    assertThat(settings.maxDetections()).hasValue(200);
    assertThat(settings.mean()).containsExactly(123.675, 116.28, 103.53);
    assertThat(settings.scale()).containsExactly(58.395, 57.12, 57.375);
    assertThat(settings.colours()).contains(Colours.RGB);
    assertThat(settings.fit()).contains(Fit.LETTERBOX_CENTRED);
    assertThat(settings.pad()).hasValue(114);
  }

  @Test
  void aModelThatOtxTrainedOnTilesIsShownTiles() {
    ModelSettings settings =
        ModelMetadata.of(
                otx(
                    "tile_size", "400",
                    "tiles_overlap", "0.25",
                    "tile_with_full_img", "True",
                    "max_pred_number", "500"))
            .settings();

    assertThat(settings.tileSize()).hasValue(400);
    assertThat(settings.tileOverlap()).hasValue(0.25);
    assertThat(settings.tileFullImage()).contains(true);
    assertThat(settings.tileMerge()).contains(TileMerge.NMS);
    assertThat(settings.maxDetections()).hasValue(500);
  }

  @Test
  void takesNamesWithSpacesFromLabelInfo() {
    assertThat(
            ModelMetadata.of(
                    otx(
                        "labels", "traffic_light person",
                        "label_info", "{\"label_names\": [\"traffic light\", \"person\"]}"))
                .settings()
                .labels()
                .orElseThrow())
        .isEqualTo(Map.of(0, "traffic light", 1, "person"));
  }

  @Test
  void labelInfoHasNoPlaceholderOfInstanceSegmentation() {
    ModelMetadata metadata =
        ModelMetadata.of(
            otx(
                "labels", "otx_empty_lbl traffic_light person",
                "label_ids", "None 66a0000000000000000000a1 66a0000000000000000000a2",
                "label_info", "{\"label_names\": [\"traffic light\", \"person\"]}"));

    assertThat(metadata.settings().labels().orElseThrow())
        .isEqualTo(Map.of(0, ModelMetadata.PLACEHOLDER, 1, "traffic light", 2, "person"));
    assertThat(metadata.labelIds())
        .containsExactly("None", "66a0000000000000000000a1", "66a0000000000000000000a2");
  }

  @Test
  void idsOfLabelsCountOnlyInTheOrderOfTheNames() {
    assertThat(ModelMetadata.of(otx("labels", "a b", "label_ids", "1 2")).labelIds())
        .containsExactly("1", "2");
    assertThat(ModelMetadata.of(otx("labels", "a b", "label_ids", "1")).labelIds()).isEmpty();
    assertThat(
            ModelMetadata.of(otx("labels", "a b", "label_ids", "1 2", "hierarchical", "True"))
                .labelIds())
        .isEmpty();
    assertThat(ModelMetadata.of(otx("label_ids", "1 2")).labelIds()).isEmpty();
  }

  @Test
  void unitRangeNormalisationIsBroughtTo255() {
    ModelSettings settings =
        ModelMetadata.of(otx("mean_values", "0.5 0.5 0.5", "scale_values", "0.25 0.25 0.25"))
            .settings();

    assertThat(settings.mean()).containsExactly(127.5, 127.5, 127.5);
    assertThat(settings.scale()).containsExactly(63.75, 63.75, 63.75);
    assertThat(ModelMetadata.of(otx("labels", "a")).settings().scale())
        .containsExactly(1.0, 1.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0,                False, 2.1.0, RGB",
    "0 0 0,                True,  2.1.0, BGR",
    "0 0 0,                False, 1.5.0, BGR",
    "0 0 0,                True,  1.5.0, RGB",
    "123.675 116.28 103.53, True, 1.5.0, RGB",
    "123.675 116.28 103.53, False, 2.1.0, RGB",
    "103.53 116.28 123.675, True, 2.1.0, BGR"
  })
  void worksOutTheOrderOfChannels(String mean, String reversed, String version, Colours expected) {
    assertThat(
            ModelMetadata.of(
                    otx(
                        "mean_values", mean,
                        "reverse_input_channels", reversed,
                        "otx_version", version))
                .settings()
                .colours())
        .contains(expected);
  }

  @Test
  void textNestedWithoutEndIsNoLiteral() {
    assertThat(PythonLiteral.parse("[".repeat(1_000_000))).isEmpty();
    assertThat(PythonLiteral.parse("{'a': [(1, 2), [3]], 'b': {}}")).isPresent();
    assertThat(PythonLiteral.parse("[" + "[],".repeat(200) + "]")).isPresent();
  }
}
