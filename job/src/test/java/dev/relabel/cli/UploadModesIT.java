package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.demo.DemoProject;
import dev.relabel.demo.DemoScore;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What each upload mode leaves on a platform: a real text detector on drawn pictures. */
@ExtendWith(SharedSpark.class)
class UploadModesIT {
  private static final List<String> PICTURES =
      List.of("papers/receipts/receipt-01.jpg", "street/road-03.jpg", "street/shops/shop-02.jpg");

  /** On this one a person has drawn a box. */
  private static final String PERSONS_PICTURE = "street/road-03.jpg";

  private final TextDemo texts = TextDemo.shared();
  private Path directory;
  private ProjectFolder folder;
  private TestPlatform platform;

  @BeforeEach
  void serve(@TempDir Path temporary) {
    directory = temporary;
    folder = texts.project(directory.resolve("served/signs"), PICTURES.toArray(String[]::new));
    platform = TestPlatform.serving(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private JsonNode run(String mode, String runDirectory) {
    return Command.on(platform)
        .runs(
            "--project-id",
            platform.project(),
            "--model",
            texts.detector(),
            "--upload",
            mode,
            "--run-dir",
            directory.resolve(runDirectory));
  }

  private Map<String, List<PlatformLabel>> held() {
    return platform.labels(platform.project());
  }

  @Test
  void findsTheTextOfTheWholeDemo() {
    try (TestPlatform whole =
        TestPlatform.serving(
            ProjectFolder.in(directory.resolve("whole/demo")).copyAll(texts.demo().project()))) {
      Command.on(whole)
          .runs(
              "--project-id",
              whole.project(),
              "--model",
              texts.detector(),
              "--upload",
              "append",
              "--run-dir",
              directory.resolve("run"));

      Map<String, List<Label>> found = new TreeMap<>();
      whole.labels(whole.project()).forEach((path, held) -> found.put(path, texts(held)));
      DemoScore score = DemoScore.of(texts.demo().groundTruth(), found, 0.5);
      assertThat(found).hasSize(24);
      assertThat(score.precision()).as(score.inWords()).isGreaterThanOrEqualTo(0.9);
      assertThat(score.recall()).as(score.inWords()).isGreaterThanOrEqualTo(0.9);
    }
  }

  @Test
  void appendAddsOncePerRunDirectory() {
    Map<String, List<PlatformLabel>> before = held();

    JsonNode first = run("append", "one");
    Map<String, List<PlatformLabel>> once = held();
    JsonNode repeated = run("append", "one");
    Map<String, List<PlatformLabel>> still = held();
    JsonNode second = run("append", "two");
    Map<String, List<PlatformLabel>> twice = held();

    assertThat(on(before, PERSONS_PICTURE)).hasSize(1);
    assertThat(first.path("images").asInt()).isEqualTo(3);
    assertThat(first.path("added").asInt()).isEqualTo(first.path("labels").asInt()).isPositive();
    assertThat(first.path("skipped").asInt()).isZero();
    assertThat(count(once)).isEqualTo(count(before) + first.path("added").asInt());
    assertThat(still).isEqualTo(once);
    assertThat(repeated.path("run")).isEqualTo(first.path("run"));
    assertThat(repeated.path("skipped").asInt()).isEqualTo(3);
    assertThat(second.path("added")).isEqualTo(first.path("added"));
    for (String picture : PICTURES) {
      List<Label> predicted = texts(on(once, picture));
      assertThat(predicted).isNotEmpty().allMatch(label -> label.origin() == Origin.MACHINE);
      assertThat(on(once, picture)).containsAll(on(before, picture));
      assertThat(on(twice, picture)).containsAll(on(once, picture));
      List<Label> both = new ArrayList<>(predicted);
      both.addAll(predicted);
      assertThat(texts(on(twice, picture))).containsExactlyInAnyOrderElementsOf(both);
    }
  }

  @Test
  void mergingASecondTimeAddsNothing() {
    JsonNode first = run("iou_merge", "one");
    Map<String, List<PlatformLabel>> once = held();
    JsonNode second = run("iou_merge", "two");

    assertThat(first.path("added").asInt()).isEqualTo(first.path("labels").asInt()).isPositive();
    assertThat(second.path("labels")).isEqualTo(first.path("labels"));
    assertThat(second.path("added").asInt()).isZero();
    assertThat(second.path("unchanged").asInt()).isEqualTo(3);
    assertThat(held()).isEqualTo(once);
  }

  @Test
  void replaceLeavesOnlyPredictions() {
    Map<String, List<PlatformLabel>> before = held();

    JsonNode first = run("replace", "one");
    Map<String, List<PlatformLabel>> once = held();
    JsonNode second = run("replace", "two");

    assertThat(on(before, PERSONS_PICTURE))
        .extracting(each -> each.label().className())
        .containsExactly(DemoProject.PERSONS_CLASS);
    assertThat(first.path("removed").asInt()).isEqualTo(1);
    assertThat(first.path("conflicts").asInt()).isZero();
    assertThat(count(once)).isEqualTo(first.path("labels").asInt()).isPositive();
    assertThat(once.values())
        .allSatisfy(held -> assertThat(texts(held)).isNotEmpty().hasSameSizeAs(held));
    assertThat(second.path("unchanged").asInt()).isEqualTo(3);
    assertThat(second.path("removed").asInt()).isZero();
    assertThat(held()).isEqualTo(once);
  }

  @Test
  void replaceRemovesWhatEarlierRunsHaveAppended() {
    run("append", "one");
    run("append", "two");
    Map<String, List<PlatformLabel>> twice = held();

    JsonNode replaced = run("replace", "three");

    int predicted = replaced.path("labels").asInt();
    assertThat(replaced.path("removed").asInt()).isEqualTo(count(twice) - predicted);
    assertThat(replaced.path("added").asInt()).isZero();
    assertThat(count(held())).isEqualTo(predicted);
  }

  @Test
  void createMakesOneProjectWithTheSameDatasets() {
    List<String> filesBefore = ProjectFolder.contentOf(folder.directory());

    JsonNode first = run("create", "one");
    List<ProjectInfo> projects = platform.projects();
    ProjectId made = projects.get(1).id();
    Map<String, List<PlatformLabel>> once = platform.labels(made);
    run("create", "one");

    assertThat(projects).hasSize(2);
    assertThat(projects.get(1).name()).contains("signs").contains(first.path("run").asText());
    assertThat(platform.datasets(made)).isEqualTo(platform.datasets(platform.project()));
    assertThat(contents(made)).isEqualTo(contents(platform.project())).hasSize(3);
    assertThat(count(once))
        .isEqualTo(first.path("added").asInt())
        .isEqualTo(first.path("labels").asInt());
    assertThat(once.values())
        .allSatisfy(held -> assertThat(texts(held)).isNotEmpty().hasSameSizeAs(held));
    assertThat(ProjectFolder.contentOf(folder.directory())).isEqualTo(filesBefore);
    assertThat(platform.projects()).isEqualTo(projects);
    assertThat(platform.labels(made)).isEqualTo(once);
  }

  private Map<String, String> contents(ProjectId of) {
    Map<String, String> hashes = new TreeMap<>();
    platform.images(of).forEach((path, image) -> hashes.put(path, hash(image)));
    return hashes;
  }

  private static String hash(ImageInfo image) {
    return image.hash() + " " + image.width() + "x" + image.height();
  }

  private static List<Label> texts(List<PlatformLabel> held) {
    return held.stream()
        .map(PlatformLabel::label)
        .filter(label -> label.className().equals(TextDemo.TEXT))
        .toList();
  }

  private static List<PlatformLabel> on(Map<String, List<PlatformLabel>> held, String picture) {
    return held.getOrDefault(picture, List.of());
  }

  private static int count(Map<String, List<PlatformLabel>> held) {
    return held.values().stream().mapToInt(List::size).sum();
  }
}
