package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.cli.Command.Result;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Images that cannot be predicted among others that can. */
@ExtendWith(SharedSpark.class)
class QuarantineIT {
  private final TextDemo texts = TextDemo.shared();

  private ProjectFolder damagedProject(Path directory) {
    byte[] good = texts.picture("street", "road-04.jpg");
    return texts
        .project(directory, "street/road-01.jpg", "street/road-02.jpg", "street/road-05.jpg")
        .image("street", "text.jpg", "This is no picture.".getBytes(StandardCharsets.UTF_8))
        .image("street", "truncated.jpg", Arrays.copyOf(good, good.length / 3))
        .image("street", "empty.jpg", new byte[0])
        .image("street", "vanished.jpg", good);
  }

  @Test
  void badImagesAreSetAsideAndTheOthersAreLabelled(@TempDir Path directory) {
    CompletableFuture<TestPlatform> served = new CompletableFuture<>();
    try (TestPlatform platform =
        TestPlatform.serving(
            damagedProject(directory.resolve("served/damaged")),
            onFirstDownload(() -> served.join().remove("street/vanished.jpg")))) {
      served.complete(platform);
      Object[] arguments = {
        "run",
        "--project-id",
        platform.project(),
        "--model",
        texts.detector(),
        "--img-size",
        320,
        "--upload",
        "append",
        "--run-dir",
        directory.resolve("run")
      };

      Result tooMany = Command.on(platform).run(arguments);
      Object[] allowed = Arrays.copyOf(arguments, arguments.length + 1);
      allowed[arguments.length] = "--max-failures=4";
      Result enough = Command.on(platform).run(allowed);

      assertThat(tooMany.exitCode()).isEqualTo(ExitCode.TOO_MANY_FAILURES);
      assertThat(tooMany.complaints()).hasSize(1);
      assertThat(tooMany.err())
          .contains("4 images failed, more than --max-failures 1.0% allows")
          .contains(directory.resolve("run").toString())
          .doesNotContain("\tat ");
      JsonNode summary = tooMany.summary();
      assertThat(summary.path("images").asInt()).isEqualTo(3);
      assertThat(summary.path("quarantined").asInt()).isEqualTo(4);
      assertThat(summary.path("added").asInt()).isEqualTo(summary.path("labels").asInt());
      assertThat(labelled(platform))
          .containsExactly("street/road-01.jpg", "street/road-02.jpg", "street/road-05.jpg");
      assertThat(
              RunTables.predictions(
                  directory.resolve("run"), "name", "quarantine_cause", "quarantine_message"))
          .filteredOn(row -> row.contains("quarantine"))
          .satisfiesExactly(
              row -> assertThat(row).contains("empty.jpg", "unreadable-image", "empty"),
              row -> assertThat(row).contains("text.jpg", "unreadable-image"),
              row -> assertThat(row).contains("truncated.jpg", "unreadable-image"),
              row -> assertThat(row).contains("vanished.jpg", "not-found", "no longer on"));
      assertThat(enough.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(enough.complaints()).isEmpty();
      assertThat(enough.summary().path("skipped").asInt()).isEqualTo(7);
    }
  }

  private static List<String> labelled(TestPlatform platform) {
    return platform.labels(platform.project()).entrySet().stream()
        .filter(
            each ->
                each.getValue().stream()
                    .anyMatch(label -> label.label().className().equals(TextDemo.TEXT)))
        .map(each -> each.getKey())
        .toList();
  }

  private static Faults onFirstDownload(Runnable action) {
    AtomicBoolean first = new AtomicBoolean(true);
    return new Faults() {
      @Override
      public Optional<Fault> before(String method) {
        return method.equals("images.bulk.download") && first.getAndSet(false)
            ? Optional.of(new Pause(action))
            : Optional.empty();
      }
    };
  }

  @Test
  void aProjectOfBadImagesOnlyIsNoSuccess(@TempDir Path directory) {
    ProjectFolder folder = ProjectFolder.in(directory.resolve("served/bad"));
    for (int i = 0; i < 3; i++) {
      folder.image("notes", "note-%s.jpg".formatted(i), new byte[] {1, 2, 3});
    }
    try (TestPlatform platform = TestPlatform.serving(folder)) {
      Result result =
          Command.on(platform)
              .run(
                  "run",
                  "--project-id",
                  platform.project(),
                  "--model",
                  texts.detector(),
                  "--upload",
                  "replace",
                  "--run-dir",
                  directory.resolve("run"));

      assertThat(result.exitCode()).isEqualTo(ExitCode.TOO_MANY_FAILURES);
      assertThat(result.complaints()).hasSize(1);
      assertThat(result.err()).contains("3 images failed");
      assertThat(result.summary().path("images").asInt()).isZero();
    }
  }
}
