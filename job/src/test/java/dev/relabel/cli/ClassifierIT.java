package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Rectangle;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that says something about the whole picture. */
class ClassifierIT {
  private final TextDemo texts = TextDemo.shared();

  @Test
  void givesEachImageItsClass(@TempDir Path directory) {
    Path coco = directory.resolve("classes.json");
    try (TestPlatform platform =
        TestPlatform.serving(
            texts.project(directory.resolve("served/signs"), "street/road-03.jpg"))) {
      Command.on(platform)
          .runs(
              "--project-id",
              platform.project(),
              "--model",
              texts.classifier(),
              "--settings",
              "{labels: [upright, upside down]}",
              "--export",
              "coco:" + coco,
              "--run-dir",
              directory.resolve("run"));
    }

    assertThat(CocoFile.read(coco).detections())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.className()).isIn("upright", "upside down");
              assertThat(found.score()).isBetween(0.5, 1.0);
              assertThat(found.box()).isEqualTo(new Rectangle(0, 0, 1280, 960));
            });
  }
}
