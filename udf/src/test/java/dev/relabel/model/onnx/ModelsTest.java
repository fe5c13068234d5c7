package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.InputFormat;
import dev.relabel.image.Picture;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.HeadKind;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hand-made graphs through ONNX Runtime. */
class ModelsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private final DeviceSessions sessions = new DeviceSessions(1);

  @AfterEach
  void close() {
    sessions.close();
  }

  private Model open(Path file, String settings) {
    return Models.open(file, Device.CPU, ModelSettings.parse(settings), sessions);
  }

  private static List<List<Label>> labels(Model model, Picture... pictures) {
    List<PreparedImage> batch =
        new ArrayList<>(Arrays.stream(pictures).map(model::prepare).toList());
    List<List<Label>> labels = new ArrayList<>();
    try (InferredBatch answer = model.infer(batch)) {
      for (int i = 0; i < pictures.length; i++) {
        labels.add(answer.labels(i));
      }
    }
    batch.forEach(PreparedImage::close);
    Arrays.stream(pictures).forEach(Picture::close);
    return labels;
  }

  @Test
  void findsWhatTheGraphPutsOutOnAPictureTwiceAsLarge() throws IOException {
    try (Model model = open(Graphs.endToEnd(-1).write(directory, "detector.onnx"), "")) {
      List<Label> labels = labels(model, Pictures.plain(128, 128, Color.BLUE)).get(0);

      assertThat(labels)
          .containsExactly(
              Label.predicted("dog", new Rectangle(16, 32, 48, 64), 0.9f),
              Label.predicted("men's shoe", new Rectangle(0, 0, 128, 128), 0.6f));
    }
  }

  @Test
  void keepsOnlyTheClassesThatWereAskedFor() throws IOException {
    try (Model model = open(Graphs.endToEnd(-1).write(directory, "m.onnx"), "{classes: [dog]}")) {
      assertThat(labels(model, Pictures.plain(64, 64, Color.BLUE)).get(0))
          .extracting(Label::className)
          .containsExactly("dog");
    }
  }

  @Test
  void anAnomalyMapOfGetiBecomesATagAndAMask() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("image", Numbers.FLOAT32, -1, 3, 64, 64)
            .output("output", Numbers.FLOAT32, -1, 1, 2, 2)
            .metadata("model_info model_type", "AnomalyDetection")
            .metadata("model_info labels", "Normal Anomalous")
            .metadata("model_info image_threshold", "20")
            .metadata("model_info pixel_threshold", "20")
            .metadata("model_info normalization_scale", "40");
    Path file =
        onnx.perImage("image", onnx.floats(new long[] {1, 1, 2, 2}, 32, 4, 4, 4), "output", 1, 2, 2)
            .write(directory, "padim.onnx");

    try (Model model = open(file, "")) {
      assertThat(model.card().classes())
          .containsExactly(
              new LabelClass("Anomalous", Shape.MASK),
              new LabelClass("Normal", Shape.IMAGE),
              new LabelClass("Anomalous", Shape.IMAGE));
      List<Label> found = labels(model, Pictures.plain(128, 128, Color.BLUE)).get(0);
      assertThat(model.card().onnx().orElseThrow().settings().scale())
          .containsExactly(255.0, 255.0, 255.0);
      assertThat(found).hasSize(2).allMatch(label -> label.className().equals("Anomalous"));
      assertThat(found.get(0)).isEqualTo(Label.predicted("Anomalous", WholeImage.INSTANCE, 0.8));
      assertThat(found.get(1).geometry().bounds().left()).isZero();
    }
    try (Model boxes = open(file, "{as: box}")) {
      assertThat(labels(boxes, Pictures.plain(128, 128, Color.BLUE)).get(0))
          .extracting(label -> label.geometry().kind())
          .containsExactly(GeometryKind.IMAGE, GeometryKind.RECTANGLE);
    }
  }

  @Test
  void keypointsOfSimccAreNamedByTheFile() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("image", Numbers.FLOAT32, -1, 3, 2, 2)
            .output("simcc_x", Numbers.FLOAT32, -1, 1, 4)
            .output("simcc_y", Numbers.FLOAT32, -1, 1, 4)
            .metadata("model_info model_type", "keypoint_detection")
            .metadata("model_info labels", "nose");
    onnx.perImage("image", onnx.floats(new long[] {1, 1, 4}, 0, 0, 0, 0.9f), "simcc_x", 1, 4);
    onnx.perImage("image", onnx.floats(new long[] {1, 1, 4}, 0, 0.8f, 0, 0), "simcc_y", 1, 4);

    try (Model model = open(onnx.write(directory, "pose.onnx"), "")) {
      assertThat(model.card().classes())
          .containsExactly(new LabelClass("object", Shape.KEYPOINTS, List.of("nose")));
      List<Label> found = labels(model, Pictures.plain(20, 20, Color.BLUE)).get(0);
      // a position of half a cell of an input that is a tenth of the picture
      assertThat(((Keypoints) found.get(0).geometry()).nodes())
          .containsExactly(new Keypoints.Node("nose", new Point(15, 5), true));
    }
    assertThatThrownBy(() -> open(directory.resolve("pose.onnx"), "keypoints: [nose, tail]"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("keypoints names 2 keypoints, and the model has 1");
  }

  @Test
  void aHierarchyIsReadFromTheFile() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("image", Numbers.FLOAT32, -1, 3, 8, 8)
            .output("logits", Numbers.FLOAT32, -1, 3)
            .metadata("model_info hierarchical", "True")
            .metadata("model_info labels", "dry wet rain")
            .metadata(
                "model_info hierarchical_config",
                "{\"cls_heads_info\": {\"all_groups\": [[\"wet\", \"dry\"], [\"rain\"]]},"
                    + " \"label_tree_edges\": [[\"rain\", \"wet\"]]}");
    onnx.perImage("image", onnx.floats(new long[] {1, 3}, 2, 1, 3), "logits", 3);

    try (Model model = open(onnx.write(directory, "h.onnx"), "")) {
      assertThat(model.card().onnx().orElseThrow().head()).isEqualTo(HeadKind.HIERARCHICAL);
      assertThat(labels(model, Pictures.plain(20, 20, Color.BLUE)).get(0))
          .extracting(Label::className)
          .containsExactly("rain", "wet");
    }
    try (Model again =
        open(
            directory.resolve("h.onnx"),
            Models.inspect(directory.resolve("h.onnx"), ModelSettings.NONE)
                .onnx()
                .orElseThrow()
                .settings()
                .toJson())) {
      assertThat(labels(again, Pictures.plain(20, 20, Color.BLUE)).get(0)).hasSize(2);
    }
  }

  @Test
  void runsAFixedBatchOfOneImageByImage() throws IOException {
    try (Model model = open(Graphs.endToEnd(1).write(directory, "m.onnx"), "")) {
      List<List<Label>> labels =
          labels(
              model,
              Pictures.plain(64, 64, Color.BLUE),
              Pictures.plain(128, 128, Color.BLUE),
              Pictures.plain(64, 64, Color.BLUE));

      assertThat(labels).hasSize(3).allSatisfy(one -> assertThat(one).hasSize(2));
      assertThat(labels.get(1).get(0).geometry()).isEqualTo(new Rectangle(16, 32, 48, 64));
      assertThat(labels.get(2)).isEqualTo(labels.get(0));
    }
  }

  @Test
  void fillsUpAFixedBatchOfFour() throws IOException {
    try (Model model = open(Graphs.endToEnd(4).write(directory, "m.onnx"), "")) {
      Picture[] five = new Picture[5];
      for (int i = 0; i < five.length; i++) {
        five[i] = Pictures.plain(64, 64, Color.BLUE);
      }

      assertThat(labels(model, five)).hasSize(5).allSatisfy(one -> assertThat(one).hasSize(2));
    }
  }

  @Test
  void goesOneByOneWhenTheGraphOnlyClaimsAFreeBatch() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, -1, 3, 64, 64)
            .output("output0", Numbers.FLOAT32, -1, 3, 6)
            .metadata("names", Graphs.NAMES);
    onnx.node("Reshape", List.of("images", onnx.longs(1, 3, 64, 64)), "one")
        .perImage("one", onnx.floats(new long[] {1, 3, 6}, Graphs.ROWS), "output0", 3, 6);
    try (Model model = open(onnx.write(directory, "m.onnx"), "")) {
      Picture[] three = new Picture[3];
      for (int i = 0; i < three.length; i++) {
        three[i] = Pictures.plain(64, 64, Color.BLUE);
      }

      assertThat(labels(model, three)).hasSize(3).allSatisfy(one -> assertThat(one).hasSize(2));
    }
  }

  /** TensorFlow layout on pictures of any size: the score is the mean of the red channel. */
  @Test
  void feedsBytesChannelsLastAndGroupsPicturesBySize() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("input_tensor", Numbers.UINT8, -1, -1, -1, 3)
            .output("detection_boxes", Numbers.FLOAT32, -1, 1, 4)
            .output("detection_classes", Numbers.FLOAT32, -1, 1)
            .output("detection_scores", Numbers.FLOAT32, -1, 1)
            .cast("input_tensor", Numbers.FLOAT32, "pixels");
    onnx.node("Slice", List.of("pixels", onnx.longs(0), onnx.longs(1), onnx.longs(3)), "red")
        .node("Div", List.of("red", onnx.floats(new long[0], 255)), "share")
        .node("Slice", List.of("share", onnx.longs(0), onnx.longs(1), onnx.longs(1)), "row")
        .node("Slice", List.of("row", onnx.longs(0), onnx.longs(1), onnx.longs(2)), "corner")
        .node("Reshape", List.of("corner", onnx.longs(-1, 1)), "detection_scores")
        .perImage(
            "input_tensor",
            onnx.floats(new long[] {1, 1, 4}, 0.25f, 0.5f, 0.75f, 1f),
            "detection_boxes",
            1,
            4)
        .perImage("input_tensor", onnx.floats(new long[] {1, 1}, 18), "detection_classes", 1);
    try (Model model = open(onnx.write(directory, "m.onnx"), "")) {
      OnnxCard card = model.card().onnx().orElseThrow();
      assertThat(card.head()).isEqualTo(HeadKind.TFOD);
      assertThat(card.input().element()).isEqualTo(InputFormat.Element.UINT8);
      assertThat(card.classNamesFrom()).isEqualTo(ClassNamesFrom.ASSUMED_COCO91);

      List<List<Label>> labels =
          labels(
              model,
              Pictures.plain(40, 20, new Color(255, 0, 0)),
              Pictures.plain(30, 80, new Color(204, 255, 255)),
              Pictures.plain(40, 20, new Color(0, 255, 255)),
              Pictures.plain(40, 20, new Color(102, 255, 255)));

      assertThat(labels.get(0))
          .containsExactly(Label.predicted("dog", new Rectangle(20, 5, 40, 15), 1f));
      assertThat(labels.get(1))
          .containsExactly(Label.predicted("dog", new Rectangle(15, 20, 30, 60), 0.8f));
      assertThat(labels.get(2)).isEmpty();
      assertThat(labels.get(3).get(0).score().orElseThrow()).isCloseTo(0.4, within(1e-6));
    }
  }

  @Test
  void feedsAndReadsHalfPrecision() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT16, -1, 3, 64, 64)
            .output("output0", Numbers.FLOAT16, -1, 3, 6)
            .metadata("names", Graphs.NAMES);
    onnx.cast(onnx.floats(new long[] {1, 3, 6}, Graphs.ROWS), Numbers.FLOAT16, "half")
        .perImage("images", "half", "output0", 3, 6);
    try (Model model = open(onnx.write(directory, "m.onnx"), "")) {
      List<Label> labels = labels(model, Pictures.plain(64, 64, Color.BLUE)).get(0);

      assertThat(labels).hasSize(2);
      assertThat(labels.get(0).geometry()).isEqualTo(new Rectangle(8, 16, 24, 32));
      assertThat(labels.get(0).score().orElseThrow()).isCloseTo(0.9, within(1e-3));
    }
  }

  /** Boxes 0–1 times the sizes that the model is given: width must come before height. */
  @Test
  void givesTheSizeOfTheInputAsWidthAndHeight() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, -1, 3, 32, 64)
            .input("orig_target_sizes", Numbers.INT64, -1, 2)
            .output("labels", Numbers.INT64, -1, 1)
            .output("boxes", Numbers.FLOAT32, -1, 1, 4)
            .output("scores", Numbers.FLOAT32, -1, 1)
            .cast("orig_target_sizes", Numbers.FLOAT32, "sizes");
    onnx.node("Reshape", List.of("sizes", onnx.longs(-1, 1, 2)), "wide")
        .node("Tile", List.of("wide", onnx.longs(1, 1, 2)), "twice")
        .node(
            "Mul",
            List.of("twice", onnx.floats(new long[] {1, 1, 4}, 0.25f, 0.25f, 0.5f, 0.75f)),
            "boxes")
        .perImage("images", onnx.longs(16), "labels", 1)
        .perImage("images", onnx.floats(new long[] {1, 1}, 0.9f), "scores", 1);
    try (Model model = open(onnx.write(directory, "m.onnx"), "")) {
      assertThat(model.card().onnx().orElseThrow().head()).isEqualTo(HeadKind.RTDETR);

      List<List<Label>> labels =
          labels(model, Pictures.plain(100, 200, Color.RED), Pictures.plain(64, 32, Color.RED));

      assertThat(labels.get(0))
          .containsExactly(Label.predicted("dog", new Rectangle(25, 50, 50, 150), 0.9f));
      assertThat(labels.get(1))
          .containsExactly(Label.predicted("dog", new Rectangle(16, 8, 32, 24), 0.9f));
    }
  }

  /** A "detector" whose probability of text is the blue channel. */
  @Test
  void drawsPolygonsAroundText() throws IOException {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("x", Numbers.FLOAT32, -1, 3, -1, -1)
            .output("sigmoid_0.tmp_0", Numbers.FLOAT32, -1, 1, -1, -1);
    onnx.node(
        "Slice", List.of("x", onnx.longs(0), onnx.longs(1), onnx.longs(1)), "sigmoid_0.tmp_0");
    String raw = "{mean: 0, scale: 255}";
    try (Model model = open(onnx.write(directory, "m.onnx"), raw)) {
      Picture picture =
          Pictures.drawn(
              320,
              160,
              Color.BLACK,
              graphics -> {
                graphics.setColor(Color.BLUE);
                graphics.fillRect(40, 60, 101, 21);
              });

      List<Label> labels = labels(model, picture).get(0);

      // 101 × 21 pixels span 100 × 20 between centres; they grow by 2000 · 1.5 / 240 = 12.5.
      assertThat(model.card().classes())
          .containsExactly(new LabelClass("text", LabelClass.Shape.POLYGON));
      assertThat(labels).hasSize(1);
      assertThat(labels.get(0).className()).isEqualTo("text");
      assertThat(((Polygon) labels.get(0).geometry()).bounds())
          .isEqualTo(new Rectangle(28, 48, 153, 93));
    }
  }

  @Test
  void givesTheSessionBackWhenAModelIsRefused() throws IOException {
    Path bad = Graphs.endToEnd(-1).metadata("task", "segment").write(directory, "bad.onnx");
    Path good = Graphs.endToEnd(-1).write(directory, "good.onnx");

    assertThatThrownBy(() -> open(bad, "")).isInstanceOf(ModelException.class);
    try (Model model = open(good, "")) {
      assertThat(model.card().name()).isEqualTo("good");
      assertThat(sessions.open()).isEqualTo(1);
    }
  }
}
