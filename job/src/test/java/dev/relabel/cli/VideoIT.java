package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.CocoPhotos;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over the frames of video files. */
class VideoIT {
  private Path directory = Path.of("");
  private Path tiny = Path.of("");

  @BeforeEach
  void write(@TempDir Path temporary) throws IOException {
    directory = temporary;
    tiny = TinyModel.write(directory.resolve("tiny.onnx"));
  }

  @Test
  void theFramesThatAreMeantArePredictedAndDrawn() throws IOException {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 40);
    Path run = directory.resolve("run");
    Path drawn = directory.resolve("drawn");

    JsonNode summary =
        Command.alone()
            .runs(
                "--input",
                film,
                "--model",
                tiny,
                "--stride",
                10,
                "--start-frame",
                5,
                "--run-dir",
                run,
                "--export",
                "draw:" + drawn);

    assertThat(summary.path("images").asInt()).isEqualTo(4);
    assertThat(summary.path("labels").asInt()).isEqualTo(8);
    assertThat(RunTables.predictions(run, "name", "frame_index", "frame_timestamp", "width"))
        .containsExactly(
            "{\"name\":\"film.mkv/000005\",\"frame_index\":5,\"frame_timestamp\":200,\"width\":64}",
            "{\"name\":\"film.mkv/000015\",\"frame_index\":15,\"frame_timestamp\":600,\"width\":64}",
            "{\"name\":\"film.mkv/000025\",\"frame_index\":25,\"frame_timestamp\":1000,\"width\":64}",
            "{\"name\":\"film.mkv/000035\",\"frame_index\":35,\"frame_timestamp\":1400,\"width\":64}");
    for (int frame : new int[] {5, 15, 25, 35}) {
      BufferedImage image =
          ImageIO.read(
              drawn
                  .resolve(
                      "film.mkv/%s.jpg".formatted(String.valueOf(1000000 + frame).substring(1)))
                  .toFile());
      assertThat(image.getRGB(50, 50) & 0xff) // under a shade of the label that fills the frame
          .isBetween(GreyVideo.grey(frame) - 14, GreyVideo.grey(frame) + 14);
    }
  }

  @Test
  void imagesAndFramesAreDrawnTogether() throws IOException {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 3);
    Path photo = Files.write(directory.resolve("a.jpg"), GreyVideo.jpeg(9));
    Path drawn = directory.resolve("drawn");

    Command.alone()
        .runs(
            "--input",
            film,
            photo,
            "--model",
            tiny,
            "--run-dir",
            directory.resolve("run"),
            "--export",
            "draw:" + drawn);

    assertThat(drawn.resolve("a.jpg")).exists();
    assertThat(drawn.resolve("film.mkv/000002.jpg")).exists();
  }

  @Test
  void severalTasksSeeTheSameFramesAsOne() {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 150);
    Path one = directory.resolve("one");
    Path four = directory.resolve("four");

    Command.alone()
        .runs("--input", film, "--model", tiny, "--run-dir", one, "--master", "local[1]");
    Command.alone()
        .runs("--input", film, "--model", tiny, "--run-dir", four, "--master", "local[4]");

    List<String> frames = RunTables.predictions(one, "frame_index", "content_sha256");
    assertThat(frames).hasSize(150);
    assertThat(RunTables.predictions(four, "frame_index", "content_sha256")).isEqualTo(frames);
  }

  @Test
  void aVideoThatIsBrokenHarmsNoOther() throws IOException {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 3);
    Path cut =
        Files.write(directory.resolve("cut.mp4"), Arrays.copyOf(Files.readAllBytes(film), 50));
    Path run = directory.resolve("run");

    Command.Result result =
        Command.alone().run("run", "--input", cut, film, "--model", tiny, "--run-dir", run);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.TOO_MANY_FAILURES);
    assertThat(result.summary().path("images").asInt()).isEqualTo(3);
    assertThat(result.summary().path("quarantined").asInt()).isEqualTo(1);
    assertThat(RunTables.predictions(run, "name", "quarantine_cause", "quarantine_message"))
        .anySatisfy(
            row ->
                assertThat(row).contains("cut.mp4", "unusable-input", "the video cannot be read"));
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    Command.Result result =
        Command.alone()
            .run("run", "--input", "x.mp4", "--model", tiny, "--stride", 0, "--end-frame", 0);

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("the stride is at least 1, not 0", "the end, 0, comes after the first frame, 0");
  }

  @Test
  void threeBottlesAreOnEachThirtiethFrameOfARealVideo() {
    CocoPhotos photos = CocoPhotos.orSkip();
    Path export = directory.resolve("bottles.json");

    Command.alone()
        .runs(
            "--input",
            photos.folder().resolve("../../video/bottles_6s.mp4").normalize(),
            "--model",
            photos.model("yolox_nano_416.onnx"),
            "--stride",
            30,
            "--end-frame",
            151,
            "--conf",
            0.5,
            "--export",
            "coco:" + export,
            "--run-dir",
            directory.resolve("run"));

    CocoFile coco = CocoFile.read(export);
    assertThat(coco.imageNames())
        .containsExactly(
            "bottles_6s.mp4/000000",
            "bottles_6s.mp4/000030",
            "bottles_6s.mp4/000060",
            "bottles_6s.mp4/000090",
            "bottles_6s.mp4/000120",
            "bottles_6s.mp4/000150");
    Map<String, Long> bottles =
        coco.detections().stream()
            .filter(each -> each.className().equals("bottle"))
            .collect(
                Collectors.groupingBy(each -> each.image(), TreeMap::new, Collectors.counting()));
    assertThat(bottles).hasSize(6).allSatisfy((image, count) -> assertThat(count).isEqualTo(3));
  }
}
