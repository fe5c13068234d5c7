package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Origin;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.CocoPhotos;
import dev.relabel.testing.Detection;
import dev.relabel.testing.DetectionScore;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real detectors on real photos, against what another program found and what people drew. */
@ExtendWith(SharedSpark.class)
class CocoPhotosIT {
  /** Of 135 boxes; those near the threshold come and go with the resize filter. */
  private static final int MOST_BORDERLINE = 8;

  private CocoPhotos photos;
  private Path directory;

  @BeforeEach
  void load(@TempDir Path temporary) {
    photos = CocoPhotos.orSkip();
    directory = temporary;
  }

  private TestPlatform served() {
    List<Path> files = photos.files();
    return TestPlatform.serving(
        ProjectFolder.in(directory.resolve("served/photos"))
            .images("photos", files.subList(0, 11))
            .images("photos/more", files.subList(11, 22))
            .images("photos/more/most", files.subList(22, 33)));
  }

  private List<Detection> held(TestPlatform platform) {
    List<Detection> held = new ArrayList<>();
    platform
        .labels(platform.project())
        .forEach(
            (path, labels) ->
                labels.forEach(
                    each ->
                        held.add(
                            Detection.of(
                                path.substring(path.lastIndexOf('/') + 1), each.label()))));
    return held;
  }

  @Test
  void thePlatformHoldsTheReferenceDetections() {
    try (TestPlatform platform = served()) {
      JsonNode summary =
          Command.on(platform)
              .runs(
                  "--project-id", platform.project(),
                  "--model", photos.model("yolox_nano_416.onnx"),
                  "--upload", "append",
                  "--run-dir", directory.resolve("run"));

      List<Detection> held = held(platform);
      assertThat(DetectionScore.missing(photos.reference(), held)).hasSizeLessThanOrEqualTo(4);
      assertThat(DetectionScore.missing(held, photos.reference())).hasSizeLessThanOrEqualTo(4);
      assertThat(platform.labels(platform.project()).values())
          .hasSize(33)
          .allSatisfy(
              labels ->
                  assertThat(labels)
                      .extracting(PlatformLabel::label)
                      .allMatch(label -> label.origin() == Origin.MACHINE));
      assertThat(summary.path("images").asInt()).isEqualTo(33);
      assertThat(summary.path("added").asInt()).isEqualTo(held.size());
      assertThat(summary.path("quarantined").asInt()).isZero();
    }
  }

  @Test
  void thePlatformHoldsDetectionsThatAgreeWithPeople() {
    try (TestPlatform platform = served()) {
      Command.on(platform)
          .runs(
              "--project-id",
              platform.project(),
              "--model",
              photos.model("yolox_nano_416.onnx"),
              "--conf",
              0.01,
              "--upload",
              "append",
              "--wave-size",
              15,
              "--run-dir",
              directory.resolve("run"));

      assertThat(DetectionScore.ap50(photos.truth(), held(platform))).isBetween(0.46, 0.50);
    }
  }

  private List<Detection> exported(String model, Object... options) {
    Path file = directory.resolve("coco.json");
    List<Object> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--input", photos.folder(),
            "--model", photos.model(model),
            "--export", "coco:" + file,
            "--run-dir", directory.resolve("run")));
    Command.alone().runs(arguments.toArray());
    return CocoFile.read(file).detections();
  }

  /**
   * The reference was made with the picture at the top left, and the network's answer depends on
   * where the picture lies; so the other layouts get it there, too.
   */
  @ParameterizedTest
  @CsvSource({
    "yolox_nano_416_dyn.onnx",
    "coco80_yolov8_layout_416.onnx",
    "coco80_yolo_end2end_300x6_416.onnx",
    "coco80_otx_boxes5_labels_416.onnx"
  })
  void everyLayoutGivesTheReferenceDetections(String model) {
    List<Detection> found =
        exported(
            model,
            "--settings",
            "{\"confidence\": 0.25, \"iou\": 0.45, \"fit\": \"letterbox-top-left\","
                + " \"multi_label\": true}");

    assertThat(DetectionScore.missing(photos.reference(), found))
        .hasSizeLessThanOrEqualTo(MOST_BORDERLINE);
    assertThat(DetectionScore.missing(found, photos.reference()))
        .hasSizeLessThanOrEqualTo(MOST_BORDERLINE);
  }

  /** Their graphs stretch the picture or resize it themselves, so scores differ, objects do not. */
  @ParameterizedTest
  @CsvSource({"coco80_rtdetr_layout_640.onnx", "coco91_tfod_ssd_layout.onnx"})
  void everyLayoutFindsTheSameObjects(String model) {
    List<Detection> sure = photos.reference().stream().filter(each -> each.score() >= 0.5).toList();

    List<Detection> found = exported(model, "--conf", 0.25);

    assertThat(DetectionScore.shareFound(sure, found)).isGreaterThanOrEqualTo(0.9);
    assertThat(found).hasSizeBetween(100, 180);
  }
}
