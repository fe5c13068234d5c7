package dev.relabel.model.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.HeadKind;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewedModelTest {
  private static final String FAMILY =
      ", confidence: 0, iou: 0.45, nms: class, max_detections: 300, pad: 0}";

  private final ColourModel colours = new ColourModel(4);

  private Model model(String settings) {
    HeadKind kind = HeadKind.YOLOV8;
    return Views.over(
        colours, kind, Views.completed(kind, ModelSettings.parse("{" + settings + FAMILY)));
  }

  private static Picture picture(int width, int height, List<Rectangle> boxes) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < boxes.size(); i++) {
      Rectangle box = boxes.get(i);
      for (int y = (int) box.top(); y < box.bottom(); y++) {
        for (int x = (int) box.left(); x < box.right(); x++) {
          rgb[3 * (y * width + x)] = (byte) (i + 1);
        }
      }
    }
    return Picture.ofRgb(width, height, rgb);
  }

  private static Set<Geometry> found(Model model, Picture picture) {
    try (PreparedImage image = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(image))) {
      return answer.labels(0).stream().map(Label::geometry).collect(Collectors.toSet());
    }
  }

  /** Boxes that do not touch, each in a cell of its own. */
  private static List<Rectangle> scene(Random random, int columns, int rows, int cell) {
    List<Rectangle> boxes = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int width = 8 + random.nextInt(cell - 10);
        int height = 8 + random.nextInt(cell - 10);
        int left = column * cell + 1 + random.nextInt(cell - width - 1);
        int top = row * cell + 1 + random.nextInt(cell - height - 1);
        boxes.add(new Rectangle(left, top, left + width, top + height));
      }
    }
    return boxes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile_size: 100",
        "tile_size: 100, tile_full_image: false",
        "tile_size: 64, tile_overlap: 0.5",
        "tile_size: 100, tile_merge: ios",
        "tile_size: 128, flip: both",
        "flip: horizontal",
        "flip: vertical, tile_size: 100, tile_overlap: 0.4"
      })
  void findsWhatASingleLookFinds(String settings) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Rectangle> boxes = scene(random, 5, 4, 50 + random.nextInt(40));
      try (Picture picture = picture(460, 371, boxes);
          Model model = model(settings)) {
        assertThat(found(model, picture))
            .as("seed %s", seed)
            .containsExactlyInAnyOrderElementsOf(boxes);
      }
    }
  }

  @Test
  void anObjectLargerThanATileIsPutTogetherWithoutTheFullImage() {
    List<Rectangle> boxes =
        List.of(new Rectangle(10, 20, 390, 70), new Rectangle(200, 90, 260, 395));
    try (Picture picture = picture(400, 400, boxes);
        Model model = model("tile_size: 100, tile_full_image: false")) {
      assertThat(found(model, picture)).containsExactlyInAnyOrderElementsOf(boxes);
    }
  }

  @Test
  void picturesShareCallsAndFewInputsAreThereAtOnce() {
    try (Picture large = picture(300, 300, List.of(new Rectangle(5, 5, 20, 20)));
        Picture small = picture(80, 80, List.of(new Rectangle(30, 30, 60, 60)));
        Model model = model("tile_size: 100, tile_overlap: 0")) {
      List<PreparedImage> batch = List.of(model.prepare(large), model.prepare(small));
      try (InferredBatch answer = model.infer(batch)) {
        assertThat(answer.labels(0)).hasSize(1);
        assertThat(answer.labels(1)).hasSize(1);
      }
      batch.forEach(PreparedImage::close);
    }
    assertThat(colours.callSizes).containsExactly(4, 4, 3); // 9 tiles, the large one whole, one
    assertThat(colours.mostOpen).hasValue(4);
    assertThat(colours.open).hasValue(0);
  }

  @Test
  void theModelKeepsThePixelsItselfAfterThePictureIsClosed() {
    try (Model model = model("tile_size: 100")) {
      PreparedImage image;
      try (Picture picture = picture(150, 150, List.of(new Rectangle(40, 40, 120, 120)))) {
        image = model.prepare(picture);
      }
      try (image;
          InferredBatch answer = model.infer(List.of(image))) {
        assertThat(answer.labels(0)).hasSize(1);
      }
    }
  }

  @Test
  void otherNamesAndShapesComeAfterTheJoining() {
    try (Picture picture = picture(150, 150, List.of(new Rectangle(40, 40, 120, 120)));
        Model model = model("tile_size: 100, as: polygon, rename: {thing: car}")) {
      try (PreparedImage image = model.prepare(picture);
          InferredBatch answer = model.infer(List.of(image))) {
        assertThat(answer.labels(0))
            .extracting(label -> label.className() + " " + label.geometry().kind())
            .containsExactly("car POLYGON");
      }
    }
  }
}
