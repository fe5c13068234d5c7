package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Iou;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.demo.GroundTruth;
import dev.relabel.demo.TextBox;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import dev.relabel.testing.TurnedJpeg;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A photo that a camera stored on its side, with a note of how to turn it. */
class TurnedImageIT {
  private static final String PICTURE = "street/road-04.jpg";
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 960;

  private final TextDemo texts = TextDemo.shared();

  /**
   * The platform reports the stored size, 960 × 1280, so it counts in stored pixels. Orientation 6:
   * the stored top row is the right column of what people see.
   */
  @Test
  void labelsLieInTheFrameThatThePlatformReports(@TempDir Path directory) {
    byte[] turned = TurnedJpeg.orientation6(texts.picture("street", "road-04.jpg"));
    try (TestPlatform platform =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("served/turned")).image("day", "a.jpg", turned))) {
      Command.on(platform)
          .runs(
              "--project-id", platform.project(),
              "--model", texts.detector(),
              "--upload", "append",
              "--run-dir", directory.resolve("run"));

      ImageInfo image = platform.image("day/a.jpg");
      assertThat(image.width()).isEqualTo(HEIGHT);
      assertThat(image.height()).isEqualTo(WIDTH);
      List<Label> held =
          platform.labels(platform.project()).getOrDefault("day/a.jpg", List.of()).stream()
              .map(PlatformLabel::label)
              .toList();
      List<Polygon> truth = texts(corner -> new Point(corner.y(), WIDTH - corner.x()));
      assertThat(held).hasSameSizeAs(truth);
      assertThat(truth)
          .allSatisfy(
              text -> assertThat(held).anyMatch(label -> Iou.of(text, label.geometry()) >= 0.5));
    }
  }

  private List<Polygon> texts(UnaryOperator<Point> map) {
    GroundTruth.Image picture =
        texts.demo().groundTruth().images().stream()
            .filter(each -> each.path().equals(PICTURE))
            .findFirst()
            .orElseThrow();
    return picture.texts().stream()
        .map(TextBox::outline)
        .map(box -> new Polygon(box.exterior().stream().map(map).toList(), List.of()))
        .toList();
  }
}
