package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path folder = Path.of("");
  private RunDirectory run = RunDirectory.at("unused", new Configuration());

  @BeforeEach
  void open() {
    run = RunDirectory.at(folder.resolve("a run").toString(), new Configuration());
  }

  @Test
  void aNewDirectoryHoldsNothingAndIsNotMadeByLooking() {
    assertThat(run.spec()).isEmpty();
    assertThat(run.planMarker()).isEmpty();
    assertThat(run.marker(Step.PREDICTIONS, 0)).isEmpty();
    assertThat(folder.resolve("a run")).doesNotExist();
  }

  @Test
  void whatWasWrittenIsReadBack() {
    RunSpec spec = new RunSpec("run-1", "2026-01-01T00:00:00Z", Map.of("upload", "append"));
    Marker marker = new Marker("attempt-x", Map.of("images", 5L));
    run.writeSpec(spec);
    run.commit(Step.RECEIPTS, 3, marker);

    RunDirectory again = RunDirectory.at(run.address(), new Configuration());
    assertThat(again.spec()).contains(spec);
    assertThat(again.marker(Step.RECEIPTS, 3)).contains(marker);
    assertThat(again.marker(Step.RECEIPTS, 2)).isEmpty();
    assertThat(again.tablePath(Step.RECEIPTS, 3))
        .isEqualTo(run.address() + "/receipts/wave-00003/attempt-x");
  }

  @Test
  void outputWithoutAMarkerDoesNotCount() {
    assertThatThrownBy(() -> run.tablePath(Step.CHANGES, 0))
        .isInstanceOf(RunException.class)
        .hasMessage("%s has no complete changes of wave 0".formatted(run.address()));
  }

  @Test
  void replacingAFileLeavesNothingBehind() throws IOException {
    for (int i = 0; i < 3; i++) {
      run.write("schema.json", JsonNodeFactory.instance.objectNode().put("n", i));
    }

    assertThat(run.read("schema.json").orElseThrow().path("n").asInt()).isEqualTo(2);
    try (Stream<Path> files = Files.list(folder.resolve("a run"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("schema.json");
    }
  }

  @Test
  void aPlaceThatIsAFileIsRefusedWithAWayOut() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    RunDirectory below = RunDirectory.at(file.resolve("run").toString(), new Configuration());

    assertThatThrownBy(() -> below.writeSpec(new RunSpec("r", "t", Map.of())))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("--run-dir");
  }

  @Test
  void anUnknownFileSystemIsRefused() {
    assertThatThrownBy(() -> RunDirectory.at("nosuch://x/y", new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("nosuch://x/y cannot be used");
  }

  @Test
  void thePlanIsCutIntoWaves() throws IOException {
    Stream<WorkItem> items =
        IntStream.range(0, 5).mapToObj(i -> WorkItem.file("file:/x/" + i + ".png", i + ".png"));

    Marker plan = PlanWriter.write(run, items.iterator(), 2);

    assertThat(plan.count("waves")).isEqualTo(3);
    assertThat(plan.count("items")).isEqualTo(5);
    assertThat(run.planMarker()).contains(plan);
    List<String> last = Files.readAllLines(Path.of(run.planPath(2).replaceFirst("^file:", "")));
    assertThat(last).hasSize(1);
    assertThat(WorkItemJson.read(last.get(0))).isEqualTo(WorkItem.file("file:/x/4.png", "4.png"));
  }

  @Test
  void aListingThatFailsLeavesNoPlan() {
    Stream<WorkItem> items =
        IntStream.range(0, 5)
            .mapToObj(
                i -> {
                  if (i == 3) {
                    throw new IllegalStateException("lost");
                  }
                  return WorkItem.file("file:/x/" + i, i + "");
                });

    assertThatThrownBy(() -> PlanWriter.write(run, items.iterator(), 2))
        .isInstanceOf(IllegalStateException.class);
    assertThat(run.planMarker()).isEmpty();
  }

  @Test
  void aSpecNamesEveryDifference() {
    RunSpec ours = new RunSpec("r", "t", Map.of("upload", "append", "input", "project 1"));
    RunSpec asked = new RunSpec("q", "u", Map.of("upload", "replace", "input", "project 1"));

    assertThat(ours.differences(asked))
        .containsExactly("upload: the run has append, asked for is replace");
    assertThat(ours.differences(ours)).isEmpty();
  }
}
