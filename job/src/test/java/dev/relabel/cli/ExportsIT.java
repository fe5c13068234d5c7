package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.stage.SparkSessions;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every form of export, beside a run and of an earlier one. The model finds the same two boxes. */
@ExtendWith(SharedSpark.class)
class ExportsIT {
  private static final String LINES = "1 0.25 0.375 0.25 0.25\n0 0.5 0.5 1 1\n";

  private Path directory = Path.of("");
  private Path photos = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void makePhotos(@TempDir Path temporary) throws IOException {
    directory = temporary;
    photos = Files.createDirectories(directory.resolve("photos"));
    Files.createDirectories(photos.resolve("street/shops"));
    model = TinyModel.write(directory.resolve("tiny.onnx"));
    for (String name : List.of("a.jpg", "a.png", "street/b.jpg", "street/shops/c.jpg")) {
      Files.write(photos.resolve(name), GreyVideo.jpeg(77));
    }
    Files.writeString(photos.resolve("broken.jpg"), "no image");
  }

  private JsonNode run(String... exports) {
    Object[] arguments =
        Stream.concat(
                Stream.of(
                    "--input",
                    photos.toString(),
                    "--recursive",
                    "--model",
                    model.toString(),
                    "--wave-size",
                    "2",
                    "--max-failures",
                    "1",
                    "--run-dir",
                    directory.resolve("run").toString()),
                Stream.of(exports).flatMap(each -> Stream.of("--export", each)))
            .toArray();
    return Command.alone().runs(arguments);
  }

  private Command.Result export(String... targets) {
    return export(Command.alone(), targets);
  }

  private Command.Result export(Command command, String... targets) {
    return command.run(
        Stream.concat(
                Stream.of("export", directory.resolve("run").toString()),
                Stream.of(targets).flatMap(each -> Stream.of("--to", each)))
            .toArray());
  }

  private String to(String kind) {
    return "%s:%s".formatted(kind, directory.resolve(kind));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private List<Row> rows(String query) {
    try (SparkSessions.Lent spark = SparkSessions.lend(null, false, note -> {})) {
      Dataset<Row> table =
          spark.session().read().parquet(directory.resolve("parquet").toUri().toString());
      table.createOrReplaceTempView("lake");
      return spark.session().sql(query).collectAsList();
    }
  }

  @Test
  void aRunIsAlsoADataSetAndATable() throws IOException {
    String run = run(to("yolo"), to("parquet")).path("run").asText();

    List<String> labels = files(directory.resolve("yolo"));
    assertThat(labels).hasSize(6);
    assertThat(labels.subList(0, 2)).containsExactly("_relabel.json", "data.yaml");
    assertThat(labels.subList(2, 4))
        .allMatch(name -> name.matches("labels/a~[0-9a-f]{16}\\.txt")); // a.jpg and a.png
    assertThat(labels.subList(4, 6))
        .containsExactly("labels/street/b.txt", "labels/street/shops/c.txt");
    assertThat(directory.resolve("yolo/labels/street/b.txt")).hasContent(LINES);
    assertThat(directory.resolve("yolo/data.yaml"))
        .content()
        .contains("# run: " + run, "names:\n  0: \"whole\"\n  1: \"part\"\n", "# task: detect");
    assertThat(directory.resolve("yolo/_relabel.json")).content().contains("\"complete\" : true");
    assertThat(files(directory.resolve("parquet/run_id=" + run)))
        .containsExactly(
            "_relabel.json", "wave-00000.parquet", "wave-00001.parquet", "wave-00002.parquet");
    assertThat(rows("SELECT run_id, count(*), count(quarantine_cause) FROM lake GROUP BY run_id"))
        .extracting(row -> row.mkString(" "))
        .containsExactly(run + " 5 1");
    assertThat(
            rows(
                "SELECT name, size(labels), labels[0].class, labels[0].box.x2 FROM lake"
                    + " WHERE name LIKE 'street/%' ORDER BY name"))
        .extracting(row -> row.mkString(" "))
        .containsExactly("street/b.jpg 2 part 24.0", "street/shops/c.jpg 2 part 24.0");
  }

  @Test
  void aRepeatedExportChangesNothing() throws IOException {
    String run = run(to("yolo"), to("parquet")).path("run").asText();
    Path wave = directory.resolve("parquet/run_id=" + run + "/wave-00001.parquet");
    // As after a crash: one wave was not there yet, another one half written.
    Files.delete(wave);
    Path left = directory.resolve("parquet/_relabel-export/" + run + "/x/part-0.parquet");
    Files.createDirectories(left.resolveSibling("."));
    Files.writeString(left, "half");
    List<String> before = ProjectFolder.contentOf(directory.resolve("yolo"));

    Command.Result again = export(to("yolo"), to("parquet"));
    run(to("yolo"), to("parquet"));

    assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(again.summary().path("run").asText()).isEqualTo(run);
    assertThat(again.summary().path("images").asInt()).isEqualTo(4);
    assertThat(again.summary().path("labels").asInt()).isEqualTo(8);
    assertThat(again.summary().path("quarantined").asInt()).isEqualTo(1);
    assertThat(again.summary().path("exports").path(1).asText()).isEqualTo(to("parquet"));
    assertThat(ProjectFolder.contentOf(directory.resolve("yolo"))).isEqualTo(before);
    assertThat(wave).exists();
    assertThat(left).doesNotExist();
    assertThat(rows("SELECT count(*), count(DISTINCT item_id) FROM lake").get(0).mkString(" "))
        .isEqualTo("5 5");
  }

  @Test
  void severalRunsShareATable() throws IOException {
    run(to("parquet"));
    directory = Files.createDirectory(directory.resolve("second"));
    Files.move(directory.resolveSibling("parquet"), directory.resolve("parquet"));
    run(to("parquet"));

    assertThat(rows("SELECT run_id, count(*) FROM lake GROUP BY run_id"))
        .hasSize(2)
        .allMatch(row -> row.getLong(1) == 5);
  }

  @Test
  void anEarlierRunBecomesFilesOfOtherForms() throws IOException {
    run();

    Command.Result result = export(to("voc"), to("coco"), to("draw"), to("supervisely-ann"));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(files(directory.resolve("voc")))
        .hasSize(5)
        .contains("Annotations/street/b.xml", "Annotations/street/shops/c.xml");
    assertThat(directory.resolve("voc/Annotations/street/b.xml"))
        .content()
        .contains("<xmin>9</xmin>", "<ymin>17</ymin>", "<xmax>24</xmax>", "<ymax>32</ymax>");
    assertThat(CocoFile.read(directory.resolve("coco")).imageNames())
        .containsExactlyInAnyOrder("a.jpg", "a.png", "street/b.jpg", "street/shops/c.jpg");
    assertThat(files(directory.resolve("draw")))
        .containsExactly("a.jpg", "a.png.jpg", "street/b.jpg", "street/shops/c.jpg");
    assertThat(files(directory.resolve("supervisely-ann")))
        .containsExactly(
            "_relabel.json",
            "images/ann/a.jpg.json",
            "images/ann/a.png.json",
            "meta.json",
            "street/ann/b.jpg.json",
            "street/datasets/shops/ann/c.jpg.json");
  }

  @Test
  void anExportedProjectCanBeServedAndReadAgain() throws IOException {
    run(to("supervisely"));

    Path project = directory.resolve("supervisely");
    try (TestPlatform served = TestPlatform.serving(ProjectFolder.at(project))) {
      Map<String, List<PlatformLabel>> held = served.labels(served.project());
      assertThat(served.datasets(served.project()))
          .containsExactly("images", "street", "street/shops");
      assertThat(held.keySet())
          .containsExactly("images/a.jpg", "images/a.png", "street/b.jpg", "street/shops/c.jpg");
      assertThat(held.values())
          .allSatisfy(
              labels ->
                  assertThat(labels)
                      .extracting(PlatformLabel::label)
                      .satisfiesExactly(
                          part -> {
                            assertThat(part.className()).isEqualTo("part");
                            assertThat(part.geometry()).isEqualTo(new Rectangle(8, 16, 24, 32));
                            assertThat(part.score().orElse(0)).isBetween(0.89, 0.91);
                            assertThat(part.origin()).isEqualTo(Origin.MACHINE);
                          },
                          whole ->
                              assertThat(whole.geometry()).isEqualTo(new Rectangle(0, 0, 64, 64))));
      assertThat(project.resolve("street/img/b.jpg")).hasBinaryContent(GreyVideo.jpeg(77));
    }
    JsonNode again =
        Command.alone()
            .runs("--input", project, "--model", model, "--run-dir", directory.resolve("again"));
    assertThat(again.path("images").asInt()).isEqualTo(4);
  }

  @Test
  void framesOfAVideoBecomeImages() throws IOException {
    Path film = GreyVideo.write(directory.resolve("film.mkv"), 4);
    Command.alone()
        .runs(
            "--input",
            film,
            "--model",
            model,
            "--run-dir",
            directory.resolve("run"),
            "--export",
            to("supervisely"),
            "--export",
            to("yolo"));

    assertThat(files(directory.resolve("supervisely/film.mkv/img")))
        .containsExactly("000000.jpg", "000001.jpg", "000002.jpg", "000003.jpg");
    assertThat(directory.resolve("yolo/labels/film.mkv/000003.txt")).hasContent(LINES);
  }

  @Test
  void imagesOfAPlatformAreFetchedOnlyWhereTheyAreNeeded() throws IOException {
    ProjectFolder folder =
        ProjectFolder.in(directory.resolve("served/p"))
            .image("day/night", "a.jpg", GreyVideo.jpeg(50));
    try (TestPlatform platform = TestPlatform.serving(folder)) {
      Command.on(platform)
          .runs(
              "--project-id",
              platform.project(),
              "--model",
              model,
              "--run-dir",
              directory.resolve("run"));

      Command.Result labels = export(to("yolo"));
      Command.Result refused = export(to("supervisely"));
      Command.Result images = export(Command.on(platform), to("supervisely"), to("draw"));

      assertThat(labels.exitCode()).as(labels.err()).isEqualTo(ExitCode.DONE);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.complaints().toString()).contains("SERVER_ADDRESS");
      assertThat(images.exitCode()).as(images.err()).isEqualTo(ExitCode.DONE);
      assertThat(directory.resolve("supervisely/day/datasets/night/img/a.jpg"))
          .hasBinaryContent(GreyVideo.jpeg(50));
      assertThat(directory.resolve("draw/day/night/a.jpg")).exists();
    }
  }

  @Test
  void whatCannotBeExportedIsToldInALine() throws IOException {
    run(to("voc"));
    Path marker = directory.resolve("run/done/predictions-wave-00001.json");
    byte[] content = Files.readAllBytes(marker);
    Files.delete(marker);

    Command.Result unfinished = export(to("yolo"));
    Files.write(marker, content);
    Command.Result mixed = export("yolo:" + directory.resolve("voc"));
    Command.Result wrong = export("xls:book", "yolo:");
    Command.Result none = Command.alone().run("export", directory, "--to", to("yolo"));

    assertThat(unfinished.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(unfinished.complaints().toString())
        .contains("is predicted for 2 of 3 waves only", "run the same relabel run command again");
    assertThat(mixed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(mixed.complaints().toString()).contains("holds an export already: voc of run-");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--to is coco:FILE, yolo:DIR", "not 'xls:book'", "'yolo:'");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.complaints().toString()).contains("There is no run in");
    assertThat(directory.resolve("yolo")).doesNotExist();
  }

  @Test
  void aRunOfAnOlderVersionIsExportedByWhatItsPredictionsSay() throws IOException {
    run();
    Files.delete(directory.resolve("run/model.json"));

    assertThat(export(to("yolo")).exitCode()).isEqualTo(ExitCode.DONE);

    assertThat(Files.readString(directory.resolve("yolo/data.yaml"), StandardCharsets.UTF_8))
        .contains("# Predictions of the model \"tiny\"", "  0: \"whole\"\n  1: \"part\"\n");
  }
}
