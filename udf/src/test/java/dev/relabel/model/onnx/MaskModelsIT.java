package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.InputFormat;
import dev.relabel.image.InputWriter;
import dev.relabel.image.Picture;
import dev.relabel.image.Placement;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.head.OutputSlice;
import dev.relabel.model.head.OutputTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Masks of real models on real photos against slow ones: every pixel of the photo by itself, from
 * the model's raw outputs.
 */
class MaskModelsIT {
  private static final DeviceSessions SESSIONS = new DeviceSessions(2);
  private static final int COCO = 80;
  private static final int MASKS = 32;
  private static final int SLOW_PHOTOS = 10;

  private static CocoPhotos photos;

  @BeforeAll
  static void load() throws IOException {
    photos = CocoPhotos.orSkip();
  }

  @AfterAll
  static void close() {
    SESSIONS.close();
  }

  private record Answer(List<OutputSlice> outputs, Placement placement) {}

  /** The raw outputs for a picture that is prepared as the model wants it. */
  private static Answer raw(String file, Picture picture, InputFormat format) {
    Placement place = InputWriter.place(picture.width(), picture.height(), format);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect((int) InputWriter.bytes(place, format))
            .order(ByteOrder.nativeOrder());
    InputWriter.write(picture, format, buffer);
    buffer.rewind();
    try (DeviceSessions.Lease session =
        SESSIONS.lease(OnnxFile.of(photos.model(file)), Device.CPU)) {
      List<Long> shape =
          format.layout() == InputFormat.Layout.CHW
              ? List.of(1L, 3L, (long) place.inputHeight(), (long) place.inputWidth())
              : List.of(1L, (long) place.inputHeight(), (long) place.inputWidth(), 3L);
      String input = session.graph().inputs().get(0).name();
      List<OutputTensor> outputs =
          session.run(List.of(new InputTensor(input, "float32", buffer, shape)), nanos -> {});
      return new Answer(outputs.stream().map(output -> output.image(0)).toList(), place);
    }
  }

  private static List<Label> labels(Model model, Picture picture) {
    try (PreparedImage image = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(image))) {
      return answer.labels(0);
    }
  }

  private interface Values {
    double at(int x, int y);
  }

  /** Bilinear, with the numbers of cells at their centres and the outermost ones going on. */
  private static double between(Values map, int width, int height, double u, double v) {
    double x = Math.min(width - 1.0, Math.max(0, u - 0.5));
    double y = Math.min(height - 1.0, Math.max(0, v - 0.5));
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    return map.at(left, top) * (left + 1 - x) * (top + 1 - y)
        + map.at(right, top) * (x - left) * (top + 1 - y)
        + map.at(left, bottom) * (left + 1 - x) * (y - top)
        + map.at(right, bottom) * (x - left) * (y - top);
  }

  /**
   * Where nothing of an object is left of its mask, there is no label; its box alone shows that.
   */
  @Test
  void prototypeMasksAreTheSumsOfTheirPrototypes() throws IOException {
    String file = "coco80_yolov8seg_layout_416.onnx";
    int compared = 0;
    try (Model model = open(file, "{conf: 0.25}");
        Model boxes = open(file, "{conf: 0.25, head: yolov8}")) {
      InputFormat format = model.card().onnx().orElseThrow().input();
      assertThat(model.card().onnx().orElseThrow().head().settingName()).isEqualTo("yolov8-seg");
      for (byte[] bytes : photos.photos().values()) {
        try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(bytes)) {
          Answer answer = raw(file, picture, format);
          Map<Double, Label> masks = new HashMap<>();
          labels(model, picture).forEach(each -> masks.put(each.score().orElseThrow(), each));
          for (Label box : labels(boxes, picture)) {
            Optional<Mask> slow = slowMask(answer, box);
            Label mask = masks.remove(box.score().orElseThrow());
            if (slow.isEmpty()) {
              assertThat(mask).as("%s", box).isNull();
            } else {
              assertThat(Iou.of(mask.geometry(), slow.get())).as("%s", box).isGreaterThan(0.99);
              compared++;
            }
          }
          assertThat(masks).isEmpty();
        }
      }
    }
    assertThat(compared).isGreaterThan(40);
  }

  /** The anchor of that class and score; its prototypes at every pixel within its box. */
  private static Optional<Mask> slowMask(Answer answer, Label label) {
    OutputSlice table = answer.outputs().get(0);
    OutputSlice prototypes = answer.outputs().get(1);
    int anchors = table.dim(1);
    int anchor = anchorOf(table, anchors, label.score().orElseThrow());
    Affine toInput = answer.placement().toPicture().inverse();
    int mapHeight = prototypes.dim(1);
    int mapWidth = prototypes.dim(2);
    double[] sums = new double[mapWidth * mapHeight];
    for (int m = 0; m < MASKS; m++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] +=
            (double) table.at((4 + COCO + m) * anchors + anchor)
                * prototypes.at(m * sums.length + i);
      }
    }
    double x = table.at(anchor);
    double y = table.at(anchors + anchor);
    double halfWidth = table.at(2 * anchors + anchor) / 2.0;
    double halfHeight = table.at(3 * anchors + anchor) / 2.0;
    int width = answer.placement().pictureWidth();
    int height = answer.placement().pictureHeight();
    BitSet set = new BitSet();
    for (int py = 0; py < height; py++) {
      for (int px = 0; px < width; px++) {
        double u = toInput.x(px + 0.5, py + 0.5);
        double v = toInput.y(px + 0.5, py + 0.5);
        boolean isInBox = Math.abs(u - x) <= halfWidth && Math.abs(v - y) <= halfHeight;
        double logit =
            between(
                (cx, cy) -> sums[cy * mapWidth + cx],
                mapWidth,
                mapHeight,
                u * mapWidth / answer.placement().inputWidth(),
                v * mapHeight / answer.placement().inputHeight());
        if (isInBox && logit >= 0) {
          set.set(py * width + px);
        }
      }
    }
    return set.isEmpty() ? Optional.empty() : Optional.of(Mask.of(0, 0, width, height, set));
  }

  private static int anchorOf(OutputSlice table, int anchors, double score) {
    for (int i = 4 * anchors; i < (4 + COCO) * anchors; i++) {
      if (table.at(i) == (float) score) {
        return i % anchors;
      }
    }
    throw new AssertionError("No anchor has the score " + score);
  }

  /**
   * The two files are one network, but the second one enlarges its maps by another rule, which
   * moves them by half a cell; so each has its own reference.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deeplabv3_voc_nhwc_257.onnx       | {mean: 127.5, scale: 127.5} | 2",
        "voc21_semseg_logits_nchw_257.onnx | ''                          | 0"
      })
  void aSemanticModelGivesEachPixelItsLargestClass(String file, String settings, int classAxis)
      throws IOException {
    Set<String> found = new HashSet<>();
    try (Model model = open(file, settings)) {
      OnnxCard card = model.card().onnx().orElseThrow();
      assertThat(card.classNamesFrom().cardName()).isEqualTo("assumed-voc21");
      List<String> names = List.copyOf(card.settings().labels().orElseThrow().values());
      // The slow way takes seconds a photo.
      for (byte[] bytes : photos.photos().values().stream().limit(SLOW_PHOTOS).toList()) {
        try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(bytes)) {
          int[] slow = slowClasses(raw(file, picture, card.input()), classAxis);
          for (Label label : labels(model, picture)) {
            Mask reference =
                Mask.where(
                        0,
                        0,
                        picture.width(),
                        picture.height(),
                        (x, y) ->
                            names.get(slow[y * picture.width() + x]).equals(label.className()))
                    .orElseThrow();
            assertThat(Iou.of(label.geometry(), reference))
                .as("%s of %s pixels", label.className(), label.geometry().area())
                .isGreaterThanOrEqualTo(0.99);
            found.add(label.className());
          }
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(8).contains("person", "dog").doesNotContain("background");
  }

  private static int[] slowClasses(Answer answer, int classAxis) {
    OutputSlice maps = answer.outputs().get(0);
    boolean isLast = classAxis == 2;
    int mapHeight = maps.dim(isLast ? 0 : 1);
    int mapWidth = maps.dim(isLast ? 1 : 2);
    int classes = maps.dim(classAxis);
    Affine toInput = answer.placement().toPicture().inverse();
    int width = answer.placement().pictureWidth();
    int[] best = new int[width * answer.placement().pictureHeight()];
    for (int i = 0; i < best.length; i++) {
      int column = i % width;
      int row = i / width;
      double u = toInput.x(column + 0.5, row + 0.5);
      double v = toInput.y(column + 0.5, row + 0.5);
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        int classIndex = c;
        Values map =
            isLast
                ? (x, y) -> maps.at((y * mapWidth + x) * classes + classIndex)
                : (x, y) -> maps.at((classIndex * mapHeight + y) * mapWidth + x);
        double here = between(map, mapWidth, mapHeight, u, v);
        if (here > most) {
          most = here;
          best[i] = c;
        }
      }
    }
    return best;
  }

  private static Model open(String file, String settings) {
    return Models.open(photos.model(file), Device.CPU, ModelSettings.parse(settings), SESSIONS);
  }
}
