package dev.relabel.model.onnx;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.CocoPhotos.Box;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real detector on all photos pasted into one large picture, where a single look sees little. */
class TiledModelsIT {
  private static final DeviceSessions SESSIONS = new DeviceSessions(2);

  /** Photos of at most 640 × 640, 6 in a row. */
  private static final int CELL = 640;

  private static final int COLUMNS = 6;

  private static CocoPhotos photos;

  @BeforeAll
  static void load() throws IOException {
    photos = CocoPhotos.orSkip();
  }

  @AfterAll
  static void close() {
    SESSIONS.close();
  }

  /** Where each photo lies, by its ID. */
  private static Map<Integer, int[]> places() throws IOException {
    Map<Integer, int[]> places = new LinkedHashMap<>();
    for (Integer photo : photos.photos().keySet()) {
      int n = places.size();
      places.put(photo, new int[] {n % COLUMNS * CELL, n / COLUMNS * CELL});
    }
    return places;
  }

  private static Picture mosaic() throws IOException {
    ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
    Map<Integer, int[]> places = places();
    int width = COLUMNS * CELL;
    int height = (places.size() + COLUMNS - 1) / COLUMNS * CELL;
    byte[] rgb = new byte[3 * width * height];
    for (Map.Entry<Integer, byte[]> photo : photos.photos().entrySet()) {
      int[] place = requireNonNull(places.get(photo.getKey()));
      try (Picture picture = decoder.decode(photo.getValue())) {
        byte[] pixels = picture.toRgb();
        for (int y = 0; y < picture.height(); y++) {
          System.arraycopy(
              pixels,
              3 * y * picture.width(),
              rgb,
              3 * ((place[1] + y) * width + place[0]),
              3 * picture.width());
        }
      }
    }
    return Picture.ofRgb(width, height, rgb);
  }

  private static List<Box> truth() throws IOException {
    Map<Integer, int[]> places = places();
    return photos.truth().stream()
        .map(box -> onMosaic(box, requireNonNull(places.get(box.image()))))
        .toList();
  }

  private static Box onMosaic(Box box, int[] place) {
    Rectangle there =
        new Rectangle(
            box.box().left() + place[0],
            box.box().top() + place[1],
            box.box().right() + place[0],
            box.box().bottom() + place[1]);
    return new Box(0, box.className(), there, box.score(), box.crowd());
  }

  private static List<Box> detected(String file, String settings) throws IOException {
    List<Box> found = new ArrayList<>();
    try (Model model =
            Models.open(photos.model(file), Device.CPU, ModelSettings.parse(settings), SESSIONS);
        Picture picture = mosaic();
        PreparedImage image = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(image))) {
      for (Label label : answer.labels(0)) {
        found.add(
            new Box(
                0,
                label.className(),
                label.geometry().bounds(),
                label.score().orElseThrow(),
                false));
      }
    }
    return found;
  }

  /** The photos one by one give 0.47. */
  @ParameterizedTest
  @CsvSource({"seams, 0.42", "ios, 0.40", "nms, 0.44"})
  void tilesFindWhatOneLookIsTooCoarseFor(String merge, double leastAp50) throws IOException {
    String all = "confidence: 0.01, max_detections: 3000";
    double once = Boxes.ap50(truth(), detected("yolox_nano_416.onnx", "{" + all + "}"));
    double tiled =
        Boxes.ap50(
            truth(),
            detected(
                "yolox_nano_416.onnx",
                "{tile_size: 640, tile_overlap: 0.5, tile_merge: " + merge + ", " + all + "}"));
    assertThat(once).isLessThan(0.1);
    assertThat(tiled).isGreaterThan(leastAp50);
  }

  /** Photos are looked at mirrored and smaller too; real objects stay. */
  @Test
  void augmentationFindsMore() throws IOException {
    String all = "confidence: 0.01";
    double plain = ap50("yolox_nano_416_dyn.onnx", "{" + all + "}");
    double flipped = ap50("yolox_nano_416_dyn.onnx", "{flip: horizontal, " + all + "}");
    double scaled =
        ap50("yolox_nano_416_dyn.onnx", "{flip: horizontal, scales: [0.83], " + all + "}");
    assertThat(flipped).isGreaterThan(plain); // 0.490 and 0.473
    assertThat(scaled).isGreaterThan(plain); // 0.486
  }

  private static double ap50(String file, String settings) throws IOException {
    try (Model model =
        Models.open(photos.model(file), Device.CPU, ModelSettings.parse(settings), SESSIONS)) {
      return Boxes.ap50(photos.truth(), photos.detect(model, 8));
    }
  }
}
