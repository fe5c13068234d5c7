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
import dev.relabel.model.head.OutputSlice;
import dev.relabel.model.head.OutputTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Masks of real models on real photos against slow ones: every pixel of the photo by itself, from
 * the model's raw outputs.
 */
class MaskModelsIT {
  private static final DeviceSessions SESSIONS = new DeviceSessions(2);
  private static final int COCO = 80;
  private static final int MASKS = 32;

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

  @Test
  void prototypeMasksAreTheSumsOfTheirPrototypes() throws IOException {
    String file = "coco80_yolov8seg_layout_416.onnx";
    int compared = 0;
    try (Model model =
        Models.open(photos.model(file), Device.CPU, ModelSettings.parse("{conf: 0.4}"), SESSIONS)) {
      InputFormat format = model.card().onnx().orElseThrow().input();
      assertThat(model.card().onnx().orElseThrow().head().settingName()).isEqualTo("yolov8-seg");
      for (byte[] bytes : photos.photos().values()) {
        try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(bytes)) {
          Answer answer = raw(file, picture, format);
          for (Label label : labels(model, picture)) {
            Mask slow = slowMask(answer, label);
            assertThat(Iou.of(label.geometry(), slow))
                .as("%s", label.className())
                .isGreaterThan(0.99);
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(60);
  }

  /** The anchor of that class and score; its prototypes at every pixel within its box. */
  private static Mask slowMask(Answer answer, Label label) {
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
    return Mask.of(0, 0, width, height, set);
  }

  private static int anchorOf(OutputSlice table, int anchors, double score) {
    for (int i = 4 * anchors; i < (4 + COCO) * anchors; i++) {
      if (table.at(i) == (float) score) {
        return i % anchors;
      }
    }
    throw new AssertionError("No anchor has the score " + score);
  }

  /** The same network in two layouts, as the model sees the same photo. */
  @Test
  void bothLayoutsOfASemanticModelGiveEachPixelItsLargestClass() throws IOException {
    Map<String, Integer> compared = new HashMap<>();
    try (Model last = open("deeplabv3_voc_nhwc_257.onnx", "{mean: 127.5, scale: 127.5}");
        Model first = open("voc21_semseg_logits_nchw_257.onnx", "")) {
      assertThat(last.card().onnx().orElseThrow().classNamesFrom().cardName())
          .isEqualTo("assumed-voc21");
      for (byte[] bytes : photos.photos().values()) {
        try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(bytes)) {
          Answer answer =
              raw("deeplabv3_voc_nhwc_257.onnx", picture, last.card().onnx().orElseThrow().input());
          int[] slow = slowClasses(answer);
          List<String> names =
              List.copyOf(
                  last.card().onnx().orElseThrow().settings().labels().orElseThrow().values());
          for (Model model : List.of(last, first)) {
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
              // Of the other layout a few pixels differ at edges, which weigh in small areas.
              double least = model == last ? 0.999 : label.geometry().area() > 2000 ? 0.9 : 0.5;
              assertThat(Iou.of(label.geometry(), reference))
                  .as("%s of %s pixels", label.className(), label.geometry().area())
                  .isGreaterThanOrEqualTo(least);
              compared.merge(label.className(), 1, Integer::sum);
            }
          }
        }
      }
    }
    assertThat(compared)
        .hasSizeGreaterThan(8)
        .containsKeys("person", "dog")
        .doesNotContainKey("background");
  }

  private static int[] slowClasses(Answer answer) {
    OutputSlice maps = answer.outputs().get(0); // rows, columns, classes
    int mapHeight = maps.dim(0);
    int mapWidth = maps.dim(1);
    int classes = maps.dim(2);
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
        double here =
            between(
                (x, y) -> maps.at((y * mapWidth + x) * classes + classIndex),
                mapWidth,
                mapHeight,
                u,
                v);
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
