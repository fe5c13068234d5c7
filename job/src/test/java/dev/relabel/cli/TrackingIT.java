package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.run.Step;
import dev.relabel.testing.CocoPhotos;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are followed through videos. */
class TrackingIT {
  private Path directory = Path.of("");
  private Path tiny = Path.of("");

  @BeforeEach
  void write(@TempDir Path temporary) throws IOException {
    directory = temporary;
    tiny = TinyModel.write(directory.resolve("tiny.onnx"));
  }

  private static List<String> tracks(Path run) {
    return RunTables.committed(run, Step.PREDICTIONS, "name", "labels.class", "labels.track_id");
  }

  @Test
  void objectsKeepTheirNumbersWhateverTheWavesAndTasksAndHoweverOftenTheRunIsContinued()
      throws IOException {
    Path films = Files.createDirectory(directory.resolve("films"));
    GreyVideo.write(films.resolve("a.mkv"), 45);
    GreyVideo.write(films.resolve("b.mkv"), 10);
    Path photo = Files.write(directory.resolve("c.jpg"), GreyVideo.jpeg(9));
    Object[] inputs = {
      "--input", films + "/*.mkv", photo, "--model", tiny, "--tracking", "--run-dir"
    };
    Path whole = directory.resolve("whole");
    Path waves = directory.resolve("waves");

    Command.alone().runs(with(inputs, whole));
    Command.alone().runs(with(inputs, waves, "--wave-size", 20, "--master", "local[4]"));

    List<String> expected = tracks(whole);
    assertThat(expected).hasSize(56);
    assertThat(expected.subList(0, 55))
        .allSatisfy(
            row -> assertThat(row).contains("\"class\":[\"part\",\"whole\"],\"track_id\":[1,2]"));
    assertThat(expected.get(55)).contains("c.jpg").contains("\"track_id\":[null,null]");
    assertThat(tracks(waves)).isEqualTo(expected);

    Files.delete(waves.resolve("done/predictions-wave-00001.json"));
    Files.delete(waves.resolve("done/predictions-wave-00002.json"));
    Command.alone().runs(with(inputs, waves, "--wave-size", 20));
    assertThat(tracks(waves)).isEqualTo(expected);
  }

  private static Object[] with(Object[] arguments, Object... more) {
    Object[] all = new Object[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void settingsOfTrackingWantTracking() {
    Command.Result forgotten =
        Command.alone()
            .run("run", "--input", "x", "--model", tiny, "--settings", "{\"track_buffer\": 3}");
    Command.Result wrong =
        Command.alone()
            .run(
                "run",
                "--input",
                "x",
                "--model",
                tiny,
                "--tracking",
                "--settings",
                "{\"track_buffer\": -3}");

    assertThat(forgotten.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(forgotten.err()).contains("[track_buffer] of --settings want --tracking");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("track_buffer is 0–10000 frames, not -3");
  }

  @Test
  void threeBottlesAreThreeTracksOfARealVideo() {
    CocoPhotos photos = CocoPhotos.orSkip();
    Path run = directory.resolve("run");

    Command.alone()
        .runs(
            "--input",
            photos.folder().resolve("../../video/bottles_6s.mp4").normalize(),
            "--model",
            photos.model("yolox_nano_416.onnx"),
            "--stride",
            5,
            "--conf",
            0.1,
            "--classes",
            "bottle",
            "--tracking",
            "--run-dir",
            run);

    Map<String, Long> frames =
        RunTables.committed(run, Step.PREDICTIONS, "labels.track_id").stream()
            .flatMap(row -> List.of(row.replaceAll("[^0-9,]", "").split(",")).stream())
            .filter(track -> !track.isEmpty())
            .collect(Collectors.groupingBy(track -> track, TreeMap::new, Collectors.counting()));
    assertThat(frames.entrySet().stream().filter(each -> each.getValue() >= 30))
        .as("tracks on most of 37 frames, of %s", frames)
        .hasSize(3);
  }
}
