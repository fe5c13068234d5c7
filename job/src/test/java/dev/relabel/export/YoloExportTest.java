package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class YoloExportTest {
  private static final ExportedRun RUN =
      new ExportedRun("run-1", "best\n\"v2\"", "ab12", List.of("cat", "dog", "cat"), "1.0");

  private static String lines(YoloExport export, Label... labels) {
    return new String(
        export.labels(new ExportItem("", "a.jpg", 200, 100, List.of(labels))),
        StandardCharsets.UTF_8);
  }

  private static YoloExport of(Shape... shapes) {
    return YoloExport.of(
        RUN.classes(),
        Arrays.stream(shapes).map(shape -> new LabelClass("dog", shape)).toList(),
        List.of("nose", "tail"));
  }

  private static Label dog(Geometry geometry) {
    return Label.predicted("dog", geometry, 0.5);
  }

  @Test
  void boxesAreCentresAndSizesInSharesOfTheImage() {
    YoloExport export =
        YoloExport.of(
            RUN.classes(),
            List.of(
                new LabelClass("cat", Shape.RECTANGLE),
                new LabelClass("dog", Shape.RECTANGLE),
                new LabelClass("emu", Shape.RECTANGLE)),
            List.of());

    assertThat(
            lines(
                export,
                dog(new Rectangle(20, 10, 60, 60)),
                Label.predicted("cat", new Rectangle(0, 0, 200, 100), 1),
                Label.predicted("emu", new Rectangle(-50, 99, 1.0 / 3, 130), 1),
                dog(new Rectangle(200, 0, 210, 100))))
        .isEqualTo(
            """
            1 0.2 0.35 0.2 0.5
            0 0.5 0.5 1 1
            3 0.000833 0.995 0.001667 0.01
            """);
  }

  @Test
  void turnedBoxesAreFourCornersOnTheImage() {
    assertThat(
            lines(
                of(Shape.ORIENTED_RECTANGLE, Shape.RECTANGLE),
                dog(new OrientedRectangle(100, 50, 40, 20, Math.PI / 2)),
                dog(new Rectangle(20, 10, 60, 60)),
                dog(new OrientedRectangle(0, 50, 40, 20, 0)),
                dog(new OrientedRectangle(-90, 50, 40, 20, 0))))
        .isEqualTo(
            """
            1 0.55 0.3 0.55 0.7 0.45 0.7 0.45 0.3
            1 0.1 0.1 0.3 0.1 0.3 0.6 0.1 0.6
            1 0 0.4 0.1 0.4 0.1 0.6 0 0.6
            """);
  }

  @Test
  void outlinesGoThereAndBackToHolesAndParts() {
    Polygon withHole =
        new Polygon(
            Polygon.of(0, 0, 100, 0, 100, 100, 0, 100).exterior(),
            List.of(Polygon.of(20, 20, 40, 20, 40, 40).exterior()));
    Mask twoPixels = Mask.ofRuns(0, 0, 3, 1, new int[] {0, 1, 1, 1});

    assertThat(
            lines(
                of(Shape.POLYGON, Shape.MASK, Shape.RECTANGLE),
                dog(withHole),
                dog(twoPixels),
                dog(new Rectangle(20, 10, 60, 60))))
        .isEqualTo(
            """
            1 0 0 0.5 0 0.5 1 0 1 0 0 0.1 0.2 0.2 0.2 0.2 0.4 0.1 0.2
            1 0 0 0.005 0 0.005 0.01 0 0.01 0 0 0.01 0 0.015 0 0.015 0.01 0.01 0.01 0.01 0
            1 0.1 0.1 0.3 0.1 0.3 0.6 0.1 0.6
            """);
  }

  @Test
  void keypointsComeInOneOrderWithTheirBox() {
    Keypoints both =
        new Keypoints(
            List.of(
                new Keypoints.Node("tail", new Point(100, 50), false),
                new Keypoints.Node("nose", new Point(20, 10), true)));
    Keypoints oneOff =
        new Keypoints(
            List.of(
                new Keypoints.Node("tail", new Point(100, 50), true),
                new Keypoints.Node("nose", new Point(-20, 10), true)));

    assertThat(lines(of(Shape.KEYPOINTS), dog(both)))
        .isEqualTo("1 0.3 0.3 0.4 0.4 0.1 0.1 2 0.5 0.5 1\n");
    assertThat(lines(of(Shape.KEYPOINTS), dog(oneOff))).endsWith(" 0 0 0 0.5 0.5 2\n");
  }

  @Test
  void theYamlTellsClassesTaskAndWhereItComesFrom() {
    YoloExport export =
        YoloExport.of(
            RUN.classes(),
            List.of(
                new LabelClass("dog", Shape.KEYPOINTS),
                new LabelClass("e: #\"ü\"\n", Shape.KEYPOINTS)),
            List.of("nose"));

    assertThat(export.heads(RUN)).containsOnlyKeys("data.yaml");
    assertThat(new String(export.heads(RUN).get("data.yaml"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            # Predictions of the model "best\\n\\"v2\\""
            # model SHA-256: ab12
            # run: run-1, Relabel: 1.0
            # task: pose
            # Put the images into images, in the same folders as their labels in labels.
            train: images
            val: images
            kpt_shape: [1, 3]
            names:
              0: "cat"
              1: "dog"
              2: "cat"
              3: "e: #\\"ü\\"\\n"
            kpt_names:
              0: ["nose"]
              1: ["nose"]
              2: ["nose"]
              3: ["nose"]
            """);
  }

  @Test
  void labelsLieWhereUltralyticsLooksForThem() {
    assertThat(of().labelPath("street/a.b.jpg")).isEqualTo("labels/street/a.b.txt");
    assertThat(of().imagePath("street/a.b.jpg")).isEqualTo("images/street/a.b.jpg");
    assertThat(lines(of())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"POINT", "POLYLINE", "IMAGE"})
  void whatYoloHasNoFormForIsRefused(Shape shape) {
    assertThatThrownBy(() -> of(Shape.RECTANGLE, shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rectangle")
        .hasMessageContaining("Use coco:FILE, or run with --as");
  }

  @Test
  void keypointsBesideOthersAreRefused() {
    assertThatThrownBy(() -> of(Shape.RECTANGLE, Shape.KEYPOINTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The labels are of the kinds keypoints, rectangle.");
  }
}
