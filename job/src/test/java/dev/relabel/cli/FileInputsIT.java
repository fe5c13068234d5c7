package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.RunTables;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One run over inputs of every kind that need no platform. */
@ExtendWith(SharedSpark.class)
class FileInputsIT {
  private static final byte[] IMAGE = GreyVideo.jpeg(77);

  private final AtomicInteger tries = new AtomicInteger();
  private Path directory = Path.of("");
  private HttpServer web;
  private String address = "";

  @BeforeEach
  void serve(@TempDir Path temporary) throws IOException {
    directory = temporary;
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = "http://127.0.0.1:" + web.getAddress().getPort();
    answer("/image", 200, IMAGE, "");
    answer("/moved/a.jpg", 302, new byte[0], "../image");
    answer("/circle", 302, new byte[0], "/circle");
    answer("/inwards", 302, new byte[0], "file:///etc/passwd");
    answer("/page", 200, "<html>".getBytes(StandardCharsets.UTF_8), "");
    web.createContext(
        "/busy.jpg",
        exchange -> {
          boolean isTooMuch = tries.incrementAndGet() < 3;
          exchange.sendResponseHeaders(isTooMuch ? 503 : 200, isTooMuch ? -1 : IMAGE.length);
          if (!isTooMuch) {
            exchange.getResponseBody().write(IMAGE);
          }
          exchange.close();
        });
    web.start();
  }

  /** A file as servers give it that know the header {@code Range}; one answer breaks off. */
  private void serveInParts(String path, byte[] body) {
    AtomicInteger answers = new AtomicInteger();
    web.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          String[] ends = range.substring("bytes=".length()).split("-", 2);
          int from = Integer.parseInt(ends[0]);
          int to = ends[1].isEmpty() ? body.length : Integer.parseInt(ends[1]) + 1;
          exchange
              .getResponseHeaders()
              .add("Content-Range", "bytes %s-%s/%s".formatted(from, to - 1, body.length));
          exchange.sendResponseHeaders(206, to - from);
          boolean breaksOff = answers.incrementAndGet() == 2;
          exchange.getResponseBody().write(body, from, breaksOff ? 1000 : to - from);
          exchange.close();
        });
  }

  private void answer(String path, int status, byte[] body, String location) {
    web.createContext(
        path,
        exchange -> {
          boolean isHere = exchange.getRequestURI().getPath().equals(path);
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(
              isHere ? status : 404, isHere && body.length > 0 ? body.length : -1);
          if (isHere && body.length > 0) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  @Test
  void videosAtAddressesAreReadInParts() throws IOException {
    byte[] film = Files.readAllBytes(GreyVideo.write(directory.resolve("film.mkv"), 40));
    serveInParts("/film", film);
    serveInParts("/other.mkv", film);
    answer("/whole.mkv", 200, film, "");
    Path list =
        Files.writeString(
            directory.resolve("list.txt"),
            "%1$s/other.mkv?signed=secret\n%1$s/whole.mkv\n%1$s/none.mp4\n".formatted(address));
    Path run = directory.resolve("run");

    Command.Result result =
        Command.alone()
            .run(
                "run",
                "--input",
                address + "/film?signed=secret",
                list,
                "--stride",
                20,
                "--model",
                TinyModel.write(directory.resolve("tiny.onnx")),
                "--max-failures",
                2,
                "--run-dir",
                run);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(RunTables.predictions(run, "name", "width", "quarantine_message"))
        .satisfiesExactly(
            row -> assertThat(row).contains("127.0.0.1/film/000000\",\"width\":64}"),
            row -> assertThat(row).contains("127.0.0.1/film/000020\",\"width\":64}"),
            row -> assertThat(row).contains("/none.mp4 cannot be fetched: the server answers HTTP"),
            row -> assertThat(row).contains("127.0.0.1/other.mkv/000000\",\"width\":64}"),
            row -> assertThat(row).contains("127.0.0.1/other.mkv/000020\",\"width\":64}"),
            row -> assertThat(row).contains("/whole.mkv cannot be fetched: the server gives no"));
    assertThat(result.err()).doesNotContain("secret");
  }

  @Test
  void imagesListsPatternsProjectsAndAddressesTogether() throws IOException {
    Path model = TinyModel.write(directory.resolve("tiny.onnx"));
    Path photos = Files.createDirectories(directory.resolve("photos"));
    for (String name : new String[] {"a.jpg", "b.jpg", "c.png", "d.dat"}) {
      Files.write(photos.resolve(name), IMAGE);
    }
    Path project = directory.resolve("project");
    Files.createDirectories(project.resolve("street/ann"));
    Files.createDirectories(project.resolve("street/img"));
    Files.writeString(project.resolve("meta.json"), "{}");
    Files.write(project.resolve("street/img/e.jpg"), IMAGE);
    Path list =
        Files.writeString(
            directory.resolve("list.txt"),
            "photos/d.dat\nphotos/gone.jpg\n%s/busy.jpg\n".formatted(address));
    Path export = directory.resolve("found.json");
    Path run = directory.resolve("run");

    Command.Result result =
        Command.alone()
            .run(
                "run",
                "--input",
                photos + "/*.jpg",
                project,
                list,
                address + "/moved/a.jpg?signed=secret",
                address + "/circle",
                address + "/inwards",
                address + "/page",
                address + "/none?signed=secret",
                "--model",
                model,
                "--max-failures",
                9,
                "--export",
                "coco:" + export,
                "--run-dir",
                run);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(CocoFile.read(export).imageNames())
        .containsExactlyInAnyOrder(
            "a.jpg",
            "b.jpg",
            "street/e.jpg",
            "photos/d.dat",
            "127.0.0.1/busy.jpg",
            "127.0.0.1/moved/a.jpg");
    assertThat(tries).hasValue(3);
    String why =
        String.join(
            "\n", RunTables.predictions(run, "name", "quarantine_cause", "quarantine_message"));
    assertThat(why)
        .contains(
            "\"127.0.0.1/circle\",\"quarantine_cause\":\"refused\"",
            "it leads on and on to other addresses",
            "it leads to an address that is not followed: file:",
            "This is text or HTML, not an image",
            "\"photos/gone.jpg\",\"quarantine_cause\":\"not-found\"",
            "\"127.0.0.1/none\",\"quarantine_cause\":\"not-found\"",
            "the server answers HTTP 404")
        .doesNotContain("secret");
  }
}
