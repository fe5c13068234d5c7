package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that says something about the whole picture. */
@ExtendWith(SharedSpark.class)
class ClassifierIT {
  private static final String PICTURE = "street/road-03.jpg";

  private final TextDemo texts = TextDemo.shared();

  @Test
  void givesEachImageItsClass(@TempDir Path directory) {
    Path coco = directory.resolve("classes.json");
    try (TestPlatform platform =
        TestPlatform.serving(texts.project(directory.resolve("served/signs"), PICTURE))) {
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

  private JsonNode upload(TestPlatform platform, Path run, String mode, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "--project-id",
                platform.project(),
                "--model",
                texts.classifier(),
                "--settings",
                "{labels: [upright, upside down]}",
                "--upload",
                mode,
                "--run-dir",
                run));
    all.addAll(List.of(more));
    return Command.on(platform).runs(all.toArray());
  }

  /** Names and scores of the tags on the only image. */
  private static Map<String, OptionalDouble> tags(TestPlatform platform) {
    Map<String, OptionalDouble> tags = new TreeMap<>();
    platform
        .labels(platform.project())
        .getOrDefault(PICTURE, List.of())
        .forEach(
            held -> {
              if (held.label().geometry() instanceof WholeImage) {
                tags.put(held.label().className(), held.label().score());
              }
            });
    return tags;
  }

  private static long boxes(TestPlatform platform) {
    return platform.labels(platform.project()).getOrDefault(PICTURE, List.of()).stream()
        .filter(held -> held.label().geometry() instanceof Rectangle)
        .count();
  }

  private static void tag(TestPlatform platform, String name) {
    ImageInfo image = platform.image(PICTURE);
    platform
        .client()
        .mergeSchema(platform.project(), List.of(new LabelClass(name, Shape.IMAGE)), "_unused");
    platform
        .client()
        .addLabels(
            image.dataset(),
            Map.of(image.id(), List.of(Label.predicted(name, WholeImage.INSTANCE, 0.5))),
            Deadlines.NONE);
  }

  @Test
  void theClassBecomesATagAndIsTakenBackAgain(@TempDir Path directory) {
    Path run = directory.resolve("run");
    try (TestPlatform platform =
        TestPlatform.serving(texts.project(directory.resolve("served/signs"), PICTURE))) {
      tag(platform, "reviewed");

      JsonNode first = upload(platform, run, "append");

      assertThat(first.path("added").asInt()).isEqualTo(1);
      assertThat(tags(platform).keySet()).hasSize(2).contains("reviewed");
      JsonNode merged = upload(platform, directory.resolve("merged"), "iou_merge");
      assertThat(merged.path("added").asInt()).isZero();
      assertThat(Command.on(platform).run("verify", run).exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(Command.on(platform).run("undo", run).exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(tags(platform).keySet()).containsExactly("reviewed");
    }
  }

  @Test
  void replaceTakesAwayTheModelsOtherClassesAndNoOtherTag(@TempDir Path directory) {
    Path run = directory.resolve("run");
    try (TestPlatform platform =
        TestPlatform.serving(texts.project(directory.resolve("served/signs"), PICTURE))) {
      tag(platform, "reviewed");
      tag(platform, "upright");
      tag(platform, "upside down");

      JsonNode replaced = upload(platform, run, "replace");

      assertThat(replaced.path("added").asInt()).isEqualTo(1);
      assertThat(replaced.path("removed").asInt()).isEqualTo(2);
      assertThat(replaced.path("conflicts").asInt()).isZero();
      assertThat(boxes(platform)).isEqualTo(1); // a person's, of which a classifier knows nothing
      assertThat(tags(platform).keySet()).hasSize(2).contains("reviewed");
      assertThat(tags(platform)).containsEntry("reviewed", OptionalDouble.of(0.5));
      assertThat(Command.on(platform).run("undo", run).exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(tags(platform))
          .containsOnly(
              entry("reviewed", OptionalDouble.of(0.5)),
              entry("upright", OptionalDouble.of(0.5)),
              entry("upside down", OptionalDouble.of(0.5)));
    }
  }

  @Test
  void copiesGetTheTagToo(@TempDir Path directory) {
    try (TestPlatform platform =
        TestPlatform.serving(texts.project(directory.resolve("served/signs"), PICTURE))) {
      upload(platform, directory.resolve("run"), "create");

      ProjectInfo copy =
          platform.projects().stream()
              .filter(each -> !each.id().equals(platform.project()))
              .findFirst()
              .orElseThrow();
      assertThat(platform.labels(copy.id()).get(PICTURE)).hasSize(1);
      assertThat(tags(platform)).isEmpty();
    }
  }
}
