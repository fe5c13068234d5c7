package dev.relabel.bench;

import dev.relabel.annotation.Label;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.Detection;
import dev.relabel.testing.DetectionScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well does each model of the test data find what people have drawn on the 33 photos?
 *
 * <p>Writes {@code docs/accuracy.md}, or what {@code --out} names. Every layout runs with its own
 * defaults except for the lowest score. On the processor, so the numbers do not depend on the
 * machine beyond rounding.
 */
final class AccuracyBench {
  private static final String LEAST = "confidence: 0.01, ";

  /** What is measured: a model, and settings beside the lowest score. */
  private record Subject(String file, String settings) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject("yolox_nano_416.onnx", ""),
          new Subject("yolox_nano_416_dyn.onnx", ""),
          new Subject("coco80_yolov8_layout_416.onnx", ""),
          new Subject("coco80_yolo_end2end_300x6_416.onnx", ""),
          new Subject("coco80_otx_boxes5_labels_416.onnx", ""),
          new Subject("coco80_rtdetr_layout_640.onnx", ""),
          new Subject("coco91_tfod_ssd_layout.onnx", ""),
          new Subject("coco80_yolov8seg_layout_416.onnx", "head: yolov8"),
          new Subject("yolox_nano_416_dyn.onnx", "flip: horizontal"),
          new Subject("yolox_nano_416_dyn.onnx", "flip: horizontal, scales: [0.83]"),
          new Subject("yolox_nano_416_dyn.onnx", "tile_size: 416, tile_merge: nms"),
          new Subject("yolox_nano_416_dyn.onnx", "tile_size: 416, tile_merge: seams"));

  private AccuracyBench() {}

  /** Measures and writes the page. */
  public static void main(String[] args) throws IOException {
    Path out = Path.of(Arguments.of(args).text("out", "../docs/accuracy.md"));
    CocoFile coco = CocoFile.read(TestData.folder().resolve("coco33/instances.json"));
    StringBuilder rows = new StringBuilder();
    try (DeviceSessions sessions = new DeviceSessions(2)) {
      for (Subject subject : SUBJECTS) {
        rows.append(row(subject, coco, sessions));
      }
    }
    Files.writeString(out, page(rows.toString()));
  }

  private static String row(Subject subject, CocoFile coco, DeviceSessions sessions)
      throws IOException {
    Path file = TestData.folder().resolve("models").resolve(subject.file());
    ModelSettings settings = ModelSettings.parse("{" + LEAST + subject.settings() + "}");
    try (Model model = Models.open(file, Device.CPU, settings, sessions)) {
      List<Detection> found = new ArrayList<>();
      for (String photo : coco.imageNames()) {
        found.addAll(detections(model, photo));
      }
      List<Detection> truth = coco.detections();
      return String.format(
          Locale.ROOT,
          "| `%s` | `%s` | %s | %.3f | %.3f |%n",
          subject.file(),
          model.card().onnx().orElseThrow().head().settingName(),
          subject.settings().isEmpty() ? "" : "`" + subject.settings() + "`",
          DetectionScore.ap50(truth, found),
          DetectionScore.ap50To95(truth, found));
    }
  }

  private static List<Detection> detections(Model model, String photo) throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.folder().resolve("coco33/images").resolve(photo));
    ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
    try (Picture picture = decoder.decode(bytes);
        PreparedImage input = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(input))) {
      List<Detection> detections = new ArrayList<>();
      for (Label label : answer.labels(0)) {
        // OTX writes names without spaces.
        detections.add(
            Detection.of(photo, label.withClassName(label.className().replace('_', ' '))));
      }
      return detections;
    }
  }

  private static String page(String rows) {
    return """
    # Accuracy

    Average precision of boxes on the 33 COCO photos of the test data (182 objects of 35 classes, two crowds), as COCO defines it:
    AP50 at IoU 0.5, AP50:95 the mean over 0.50 to 0.95. The evaluator is ours (`DetectionScore`), checked against cases that
    are worked out by hand. Every model has the same weights, YOLOX-Nano's, behind another layout of inputs and outputs: what
    differs is how its family prepares the picture and which boxes the layout keeps. The reference, another program with the same
    weights and YOLOX's preparation, has AP50 0.473 and AP50:95 0.325.

    Lowest score 0.01; all other settings are the model's own unless given.

    | model | head | settings | AP50 | AP50:95 |
    | --- | --- | --- | --- | --- |
    %s
    Measured on %s with ONNX Runtime on the processor. Again, with the test data in `DIR`:

    ```text
    mvn -B -Pbench process-test-classes -pl udf,job -Dbench.main=dev.relabel.bench.AccuracyBench -Drelabel.testdata=DIR
    ```
    """
        .formatted(rows, LocalDate.now(ZoneOffset.UTC));
  }
}
