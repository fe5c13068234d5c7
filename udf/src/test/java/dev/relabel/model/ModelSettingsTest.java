package dev.relabel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Layout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {
  private static final String EVERYTHING =
      """
      head: yolov8
      labels: [cat, dog]
      confidence: 0.4
      iou: 0.5
      nms: agnostic
      max_detections: 10
      img_size: [480, 640]
      classes: [dog]
      colours: bgr
      mean: [1, 2, 3]
      scale: 255
      fit: letterbox
      pad: 7
      layout: nhwc
      box_space: normalized
      multi_label: true
      decoded: false
      text_threshold: 0.2
      unclip_ratio: 2
      class_confidence: {dog: 0.6}
      rename: {dog: hound}
      as: polygon
      simplify: 2
      mask_threshold: 0.6
      keypoints: [nose, tail]
      keypoint_values: 2
      keypoint_threshold: 0.7
      scores: softmax
      top_k: 3
      groups: [[cat, dog], [wet, dry]]
      parents: {cat: pet}
      image_threshold: 12.5
      pixel_threshold: -3
      normalization_scale: 40
      background: sky
      min_area: 9
      instances: components
      tile_size: 640
      tile_overlap: 0.25
      tile_full_image: false
      tile_merge: nms
      tile_merge_threshold: 0.6
      flip: horizontal
      scales: [0.83, 0.67, 1]
      shape: rotated
      """;

  @Test
  void readsEverySetting() {
    ModelSettings settings = ModelSettings.parse(EVERYTHING);

    assertThat(settings.head()).contains(HeadKind.YOLOV8);
    assertThat(settings.labels().orElseThrow()).isEqualTo(Map.of(0, "cat", 1, "dog"));
    assertThat(settings.confidence()).hasValue(0.4);
    assertThat(settings.iou()).hasValue(0.5);
    assertThat(settings.nms()).contains(NmsMode.AGNOSTIC);
    assertThat(settings.maxDetections()).hasValue(10);
    assertThat(settings.imageHeight()).hasValue(480);
    assertThat(settings.imageWidth()).hasValue(640);
    assertThat(settings.classes()).containsExactly("dog");
    assertThat(settings.colours()).contains(Colours.BGR);
    assertThat(settings.mean()).containsExactly(1.0, 2.0, 3.0);
    assertThat(settings.scale()).containsExactly(255.0, 255.0, 255.0);
    assertThat(settings.fit()).contains(Fit.LETTERBOX_CENTRED);
    assertThat(settings.pad()).hasValue(7);
    assertThat(settings.layout()).contains(Layout.HWC);
    assertThat(settings.boxSpace()).contains(BoxSpace.NORMALISED);
    assertThat(settings.multiLabel()).contains(true);
    assertThat(settings.decoded()).contains(false);
    assertThat(settings.textThreshold()).hasValue(0.2);
    assertThat(settings.unclipRatio()).hasValue(2);
    assertThat(settings.shape()).contains(TextShape.ROTATED);
    assertThat(settings.classConfidence()).isEqualTo(Map.of("dog", 0.6));
    assertThat(settings.rename()).isEqualTo(Map.of("dog", "hound"));
    assertThat(settings.as()).contains(TargetShape.POLYGON);
    assertThat(settings.simplify()).hasValue(2);
    assertThat(settings.maskThreshold()).hasValue(0.6);
    assertThat(settings.keypoints()).containsExactly("nose", "tail");
    assertThat(settings.keypointValues()).hasValue(2);
    assertThat(settings.keypointThreshold()).hasValue(0.7);
    assertThat(settings.scores()).contains(ScoreFunction.SOFTMAX);
    assertThat(settings.topK()).hasValue(3);
    assertThat(settings.groups()).containsExactly(List.of("cat", "dog"), List.of("wet", "dry"));
    assertThat(settings.parents()).isEqualTo(Map.of("cat", "pet"));
    assertThat(settings.imageThreshold()).hasValue(12.5);
    assertThat(settings.pixelThreshold()).hasValue(-3);
    assertThat(settings.normalizationScale()).hasValue(40);
    assertThat(settings.background()).containsExactly("sky");
    assertThat(settings.minArea()).hasValue(9);
    assertThat(settings.instances()).contains(Instances.COMPONENTS);
    assertThat(settings.tileSize()).hasValue(640);
    assertThat(settings.tileOverlap()).hasValue(0.25);
    assertThat(settings.tileFullImage()).contains(false);
    assertThat(settings.tileMerge()).contains(TileMerge.NMS);
    assertThat(settings.tileMergeThreshold()).hasValue(0.6);
    assertThat(settings.flip()).contains(Flip.HORIZONTAL);
    assertThat(settings.scales()).containsExactly(0.83, 0.67);
    assertThat(settings.toMap().keySet()).isEqualTo(ModelSettings.keys().keySet());
  }

  @Test
  void writesOneCanonicalLine() {
    assertThat(ModelSettings.parse(EVERYTHING).toJson())
        .isEqualTo(
            "{\"head\":\"yolov8\",\"labels\":{\"0\":\"cat\",\"1\":\"dog\"},\"confidence\":0.4,"
                + "\"class_confidence\":{\"dog\":0.6},\"rename\":{\"dog\":\"hound\"},"
                + "\"as\":\"polygon\",\"simplify\":2.0,"
                + "\"iou\":0.5,\"nms\":\"agnostic\",\"max_detections\":10,\"img_size\":[480,640],"
                + "\"classes\":[\"dog\"],\"colours\":\"bgr\",\"mean\":[1.0,2.0,3.0],"
                + "\"scale\":[255.0,255.0,255.0],\"fit\":\"letterbox-centred\",\"pad\":7,"
                + "\"layout\":\"hwc\",\"box_space\":\"normalised\",\"multi_label\":true,"
                + "\"decoded\":false,\"text_threshold\":0.2,\"unclip_ratio\":2.0,"
                + "\"mask_threshold\":0.6,\"keypoints\":[\"nose\",\"tail\"],"
                + "\"keypoint_values\":2,\"keypoint_threshold\":0.7,\"scores\":\"softmax\","
                + "\"top_k\":3,\"groups\":[[\"cat\",\"dog\"],[\"wet\",\"dry\"]],"
                + "\"parents\":{\"cat\":\"pet\"},\"image_threshold\":12.5,"
                + "\"pixel_threshold\":-3.0,\"normalization_scale\":40.0,\"background\":[\"sky\"],\"min_area\":9,"
                + "\"instances\":\"components\",\"tile_size\":640,\"tile_overlap\":0.25,"
                + "\"tile_full_image\":false,\"tile_merge\":\"nms\","
                + "\"tile_merge_threshold\":0.6,\"flip\":\"horizontal\",\"scales\":[0.83,0.67],"
                + "\"shape\":\"rotated\"}");
  }

  @Test
  void survivesItsOwnJsonAndSerialisation() throws IOException, ClassNotFoundException {
    ModelSettings settings = ModelSettings.parse(EVERYTHING);

    assertThat(ModelSettings.parse(settings.toJson())).isEqualTo(settings);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(settings);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(settings);
    }
  }

  @Test
  void theSameSettingsAreEqualHoweverTheyAreWritten() {
    assertThat(ModelSettings.parse("{\"conf\": \"0.50\", \"imgsz\": \"640\", \"names\": [\"a\"]}"))
        .isEqualTo(ModelSettings.parse("labels: {0: a}\nimg_size: [640, 640]\nconfidence: 0.5"))
        .hasSameHashCodeAs(ModelSettings.parse("{confidence: 0.5, img_size: 640, labels: [a]}"));
  }

  @Test
  void nothingIsSetByEmptyText() {
    assertThat(ModelSettings.parse(" \n")).isEqualTo(ModelSettings.NONE);
    assertThat(ModelSettings.NONE.toJson()).isEqualTo("{}");
    assertThat(ModelSettings.NONE.confidence()).isEmpty();
  }

  @Test
  void leavesToTheNextLayerWhatItDoesNotSet() {
    ModelSettings person = ModelSettings.parse("{confidence: 0.9}");
    ModelSettings file = ModelSettings.parse("{confidence: 0.1, iou: 0.3}");

    assertThat(person.orElse(file)).isEqualTo(ModelSettings.parse("{confidence: 0.9, iou: 0.3}"));
  }

  @Test
  void listsAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                ModelSettings.parse(
                    "{confidense: 0.5, iou: high, pad: 256, nms: always, labels: [], mean: [1, 2],"
                        + " head: yolov99, max_detections: null}"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Model settings are wrong: ")
        .hasMessageContaining("'confidense' is not a setting (did you mean 'confidence'")
        .hasMessageContaining("'iou' must be a number of 0–1, not 'high'")
        .hasMessageContaining("'pad' must be a whole number of 0–255, not '256'")
        .hasMessageContaining("'nms' must be one of class, agnostic, none, not 'always'")
        .hasMessageContaining("'labels' must name at least one class")
        .hasMessageContaining("'mean' must be 3 numbers, not '[1, 2]'")
        .hasMessageContaining("'head' must be one of yolox, yolov5")
        .hasMessageContaining("'max_detections' has no value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{conf: 0.1, confidence: 0.2} | is given twice, as confidence too",
        "{img_size: [1, 2, 3]}        | must be one number or [height, width]",
        "{img_size: 0}                | must be one number or [height, width], each of 1–16384",
        "{scale: [1, 0, 1]}           | must be 3 numbers other than 0",
        "{labels: {-1: a}}            | must have indices from 0 as keys",
        "{labels: [a, '']}            | must not have an empty name",
        "{labels: coco79}             | must be a list, a map from index to name, or coco80 or",
        "{decoded: maybe}             | must be true or false",
        "{classes: ' '}               | must be a list of class names",
        "{confidence: NaN}            | must be a number of 0–1"
      })
  void saysWhatAValueShouldHaveBeen(String settings, String message) {
    assertThatThrownBy(() -> ModelSettings.parse(settings))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\": | neither a JSON object nor a YAML mapping", "[1] | must be a JSON object"})
  void refusesTextThatIsNoMapping(String text, String message) {
    assertThatThrownBy(() -> ModelSettings.parse(text))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void knowsTheTwoNumberingsOfCoco() {
    assertThat(ModelSettings.parse("{labels: coco80}").labels().orElseThrow())
        .hasSize(80)
        .containsEntry(0, "person")
        .containsEntry(11, "stop sign")
        .containsEntry(79, "toothbrush");
    assertThat(ModelSettings.parse("{labels: coco91}").labels().orElseThrow())
        .hasSize(80)
        .containsEntry(1, "person")
        .containsEntry(13, "stop sign")
        .containsEntry(90, "toothbrush")
        .doesNotContainKeys(0, 12, 91);
  }

  @Test
  void findsTheNearestWords() {
    List<String> known = List.of("dog", "cat", "hot dog", "Potted Plant");

    assertThat(Nearest.to("dgo", known, 3)).containsExactly("dog");
    assertThat(Nearest.to("potted-plant", known, 1)).containsExactly("Potted Plant");
    assertThat(Nearest.to("zebra", known, 3)).isEmpty();
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void aLongRunOfSpacesIsReadInOneGo() {
    String spaces = " ".repeat(1_000_000);

    assertThat(ModelSettings.of(Map.of("classes", "a" + spaces + "b ,  c")).classes())
        .containsExactly("a" + spaces + "b", "c");
  }
}
