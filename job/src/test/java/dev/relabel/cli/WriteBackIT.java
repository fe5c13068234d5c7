package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.demo.DemoProject;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dry run, publish, verify and undo, as a user runs them. */
@ExtendWith(SharedSpark.class)
class WriteBackIT {
  /** On the second one a person has drawn a box. */
  private static final List<String> PICTURES =
      List.of("papers/receipts/receipt-01.jpg", "street/road-03.jpg", "street/shops/shop-02.jpg");

  private static final String PERSONS_PICTURE = "street/road-03.jpg";
  private static final String PICTURE = "street/shops/shop-02.jpg";

  private final TextDemo texts = TextDemo.shared();
  private Path directory;
  private TestPlatform platform;

  @BeforeEach
  void serve(@TempDir Path temporary) {
    directory = temporary;
    ProjectFolder folder =
        texts.project(directory.resolve("served/signs"), PICTURES.toArray(String[]::new));
    platform = TestPlatform.serving(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private Command.Result run(String mode, String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--project-id",
                platform.project(),
                "--model",
                texts.detector(),
                "--upload",
                mode,
                "--run-dir",
                directory.resolve("run")));
    arguments.addAll(List.of(more));
    return Command.on(platform).run(arguments.toArray());
  }

  private Command.Result command(String name, String... more) {
    List<Object> arguments = new ArrayList<>(List.of(name, directory.resolve("run")));
    arguments.addAll(List.of(more));
    return Command.on(platform).run(arguments.toArray());
  }

  private JsonNode done(Command.Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.summary();
  }

  /** What all images hold, without IDs. */
  private Map<String, List<Label>> held() {
    Map<String, List<Label>> held = new TreeMap<>();
    platform
        .labels(platform.project())
        .forEach(
            (path, labels) ->
                held.put(
                    path, labels.stream().map(PlatformLabel::label).sorted(byText()).toList()));
    return held;
  }

  private static Comparator<Label> byText() {
    return Comparator.comparing(Label::toString);
  }

  private void draw(String path, Rectangle box) {
    ImageInfo image = platform.image(path);
    Label drawn =
        new Label(DemoProject.PERSONS_CLASS, box, OptionalDouble.empty(), List.of(), Origin.PERSON);
    platform
        .client()
        .addLabels(image.dataset(), Map.of(image.id(), List.of(drawn)), Deadlines.NONE);
  }

  private void delete(String path, PlatformLabel label) {
    assertThat(platform.labels(platform.project()).get(path)).contains(label);
    ImageInfo image = platform.image(path);
    platform
        .client()
        .removeLabels(image.dataset(), Map.of(image.id(), List.of(label)), Deadlines.NONE);
  }

  @Test
  void aDryRunWritesNothingAndPublishWritesExactlyItsPlan() {
    Map<String, List<Label>> before = held();
    int projects = platform.projects().size();

    Command.Result planned = run("replace", "--dry-run");
    JsonNode plan = done(planned);

    assertThat(held()).isEqualTo(before);
    assertThat(platform.client().schema(platform.project()).find(TextDemo.TEXT)).isEmpty();
    assertThat(plan.path("added").asInt()).isPositive().isEqualTo(plan.path("labels").asInt());
    assertThat(plan.path("removed").asInt()).isOne();
    assertThat(planned.err()).contains("text", "Nothing is written yet", "relabel publish ");

    JsonNode published = done(command("publish"));

    assertThat(published.path("added")).isEqualTo(plan.path("added"));
    assertThat(published.path("removed")).isEqualTo(plan.path("removed"));
    assertThat(held().values().stream().mapToInt(List::size).sum())
        .isEqualTo(plan.path("added").asInt());
    assertThat(platform.projects()).hasSize(projects);
    assertThat(done(command("verify")).path("differences")).isEmpty();
    assertThat(run("replace", "--dry-run").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aDryRunMadeAgainShowsWhatPeopleDidSince() {
    assertThat(done(run("replace", "--dry-run")).path("conflicts").asInt()).isZero();
    draw(PICTURE, new Rectangle(3, 3, 40, 20));

    assertThat(done(run("replace", "--dry-run")).path("conflicts").asInt()).isOne();

    JsonNode published = done(command("publish"));
    assertThat(published.path("conflicts").asInt()).isOne();
    assertThat(held().get(PICTURE)).anyMatch(label -> label.origin() == Origin.PERSON);
    assertThat(done(command("verify")).path("differences")).isEmpty();
  }

  @Test
  void aDryRunOfCreateMakesNoProject() {
    done(run("create", "--dry-run"));
    assertThat(platform.projects()).hasSize(1);

    JsonNode published = done(command("publish"));

    assertThat(platform.projects()).hasSize(2);
    assertThat(published.path("added")).isEqualTo(published.path("labels"));
    assertThat(done(command("verify")).path("differences")).isEmpty();
    JsonNode undone = done(command("undo"));
    assertThat(undone.path("removed")).as(undone.toString()).isEqualTo(published.path("added"));
    assertThat(platform.labels(platform.projects().get(1).id()).values())
        .allSatisfy(labels -> assertThat(labels).isEmpty());
  }

  @Test
  void undoRestoresAndPublishWritesAgain() {
    Map<String, List<Label>> before = held();
    JsonNode written = done(run("replace"));
    Map<String, List<Label>> after = held();

    JsonNode undone = done(command("undo"));

    assertThat(held()).isEqualTo(before);
    assertThat(undone.path("removed")).isEqualTo(written.path("added"));
    assertThat(undone.path("added")).isEqualTo(written.path("removed"));
    assertThat(done(command("verify")).path("differences")).isEmpty();
    assertThat(done(command("undo"))).as("again").isNotNull();
    assertThat(held()).isEqualTo(before);
    assertThat(run("replace").complaints().get(0)).contains("was taken back", "relabel publish");

    done(command("publish"));

    assertThat(held()).isEqualTo(after);
    assertThat(done(command("verify")).path("differences")).isEmpty();
    done(command("undo"));
    assertThat(held()).isEqualTo(before);
  }

  @Test
  void undoLeavesWhatPeopleDidSinceAlone() {
    Map<String, List<Label>> before = held();
    Rectangle drawn = new Rectangle(3, 3, 40, 20);
    done(run("iou_merge", "--settings", "{\"existing_objects_iou_thresh\": 0.5}"));
    draw(PICTURE, drawn);
    PlatformLabel persons =
        platform.labels(platform.project()).getOrDefault(PERSONS_PICTURE, List.of()).get(0);
    delete(PERSONS_PICTURE, persons);

    Command.Result verified = command("verify");
    assertThat(verified.exitCode()).isEqualTo(ExitCode.GATE);
    assertThat(verified.summary().path("differences"))
        .hasToString("{\"appeared\":1,\"missing\":1}");
    assertThat(verified.out().lines()).hasSize(3);
    done(command("undo"));

    Map<String, List<Label>> now = held();
    assertThat(now.get(PICTURE)).extracting(Label::geometry).containsExactly((Geometry) drawn);
    assertThat(now.get(PERSONS_PICTURE)).isEmpty();
    assertThat(now.get(PICTURES.get(0))).isEqualTo(before.get(PICTURES.get(0)));
  }

  @Test
  void undoTakesLabelsByScore() {
    JsonNode written = done(run("append"));

    JsonNode low = done(command("undo", "--max-score", "0.8"));
    JsonNode rest = done(command("undo", "--min-score", "0.8"));

    assertThat(low.path("removed").asInt() + rest.path("removed").asInt())
        .isEqualTo(written.path("added").asInt());
    assertThat(held().values().stream().mapToInt(List::size).sum()).isOne();
    assertThat(command("undo", "--min-score", "2").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(done(command("undo", "--classes", "no-such-class")).path("removed").asInt())
        .isZero();
  }
}
