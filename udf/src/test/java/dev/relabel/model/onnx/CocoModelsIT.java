package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.CocoPhotos.Box;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real detectors in every layout, against reference detections made by another program. */
class CocoModelsIT {
  private static final String REFERENCE = "yolox_nano_416_conf025_nms045.json";

  /** Of 135 boxes; those near the threshold come and go with the resize filter. */
  private static final int MOST_BORDERLINE = 8;

  private static final DeviceSessions SESSIONS = new DeviceSessions(2);

  private static CocoPhotos photos;

  @BeforeAll
  static void load() throws IOException {
    photos = CocoPhotos.orSkip();
  }

  @AfterAll
  static void close() {
    SESSIONS.close();
  }

  /**
   * The reference was made with the picture at the top left, and the network's answer depends on
   * where the picture lies; so the other layouts get it there too.
   */
  @ParameterizedTest
  @CsvSource({
    "yolox_nano_416.onnx, yolox, 5",
    "yolox_nano_416_dyn.onnx, yolox, 5",
    "coco80_yolov8_layout_416.onnx, yolov8, 5",
    "coco80_yolo_end2end_300x6_416.onnx, end2end, 5",
    "coco80_otx_boxes5_labels_416.onnx, boxes-labels, 5"
  })
  void findsTheReferenceBoxesInEveryLayout(String file, String head, int batch) throws IOException {
    List<Box> expected = photos.expected(REFERENCE);
    String settings = "{confidence: 0.25, iou: 0.45, fit: letterbox-top-left, multi_label: true}";

    try (Model model = open(file, settings)) {
      List<Box> found = photos.detect(model, batch).stream().map(CocoModelsIT::spaced).toList();

      assertThat(model.card().onnx().orElseThrow().head().settingName()).isEqualTo(head);
      assertThat(Boxes.missing(expected, found)).hasSizeLessThanOrEqualTo(MOST_BORDERLINE);
      assertThat(Boxes.missing(found, expected)).hasSizeLessThanOrEqualTo(MOST_BORDERLINE);
    }
  }

  @Test
  void findsTheReferenceBoxesWithoutAnySettings() throws IOException {
    try (Model model = open("yolox_nano_416.onnx", "")) {
      List<Box> found = photos.detect(model, 1);

      assertThat(Boxes.missing(photos.expected(REFERENCE), found)).hasSizeLessThanOrEqualTo(4);
      assertThat(Boxes.missing(found, photos.expected(REFERENCE))).hasSizeLessThanOrEqualTo(4);
    }
  }

  /** Each layout as its own family prepares the picture: elsewhere, stretched, or by the graph. */
  @ParameterizedTest
  @CsvSource({
    "yolox_nano_416.onnx, yolox, 0.46, 0.99",
    "coco80_yolov8_layout_416.onnx, yolov8, 0.43, 0.97",
    "coco80_yolo_end2end_300x6_416.onnx, end2end, 0.42, 0.97",
    "coco80_otx_boxes5_labels_416.onnx, boxes-labels, 0.42, 0.97",
    "coco80_rtdetr_layout_640.onnx, rtdetr, 0.40, 0.90",
    "coco91_tfod_ssd_layout.onnx, tfod, 0.42, 0.90"
  })
  void findsTheSameObjectsWithItsOwnPreprocessing(
      String file, String head, double leastAp50, double leastShare) throws IOException {
    List<Box> strong =
        photos.expected(REFERENCE).stream().filter(box -> box.score() >= 0.5).toList();

    try (Model model = open(file, "{confidence: 0.01}")) {
      List<Box> found = photos.detect(model, 4).stream().map(CocoModelsIT::spaced).toList();
      double ap50 = Boxes.ap50(photos.truth(), found);
      double share = Boxes.shareFound(strong, found, 0.25);

      assertThat(model.card().onnx().orElseThrow().head().settingName()).isEqualTo(head);
      assertThat(ap50).isBetween(leastAp50, 0.50);
      assertThat(share).isGreaterThanOrEqualTo(leastShare);
    }
  }

  @Test
  void readsOnlyTheBoxesOfASegmentationModelWhenItsHeadIsForced() throws IOException {
    String settings =
        "{head: yolov8, confidence: 0.25, fit: letterbox-top-left, multi_label: true}";

    try (Model model = open("coco80_yolov8seg_layout_416.onnx", settings)) {
      List<Box> found = photos.detect(model, 2);

      assertThat(Boxes.missing(photos.expected(REFERENCE), found))
          .hasSizeLessThanOrEqualTo(MOST_BORDERLINE);
    }
  }

  @Test
  void givesTheSameLabelsWhateverTheBatchSize() throws IOException {
    try (Model model = open("yolox_nano_416_dyn.onnx", "")) {
      assertThat(photos.detect(model, 7)).isEqualTo(photos.detect(model, 1));
    }
  }

  private static Model open(String file, String settings) {
    return Models.open(photos.model(file), Device.CPU, ModelSettings.parse(settings), SESSIONS);
  }

  /** OTX writes names without spaces. */
  private static Box spaced(Box box) {
    return new Box(
        box.image(), box.className().replace('_', ' '), box.box(), box.score(), box.crowd());
  }
}
