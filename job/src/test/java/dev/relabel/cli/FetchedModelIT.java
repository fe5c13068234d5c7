package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.relabel.testing.PlatformWithApps;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that lie in Team Files or on the web, with what belongs to them. */
class FetchedModelIT {
  private static final String RUN = "/experiments/1_city/9_TinyNet";
  private static final String INFO =
      """
      {"experiment_name": "city", "framework_name": "TinyNet", "model_name": "Tiny",
       "checkpoints": ["checkpoints/best.pth", "checkpoints/epoch_3.pth"], "best_checkpoint": "best.pth",
       "model_files": {"config": "model_config.yml"}, "model_meta": "model_meta.json",
       "artifacts_dir": "/experiments/1_city/9_TinyNet/", "export": {"ONNXRuntime": "export/best.onnx"}}
      """;

  @TempDir private Path directory = Path.of("");
  private byte[] onnx = {};
  private PlatformWithApps platform;

  @BeforeEach
  void start() throws IOException {
    onnx = Files.readAllBytes(TinyModel.write(directory.resolve("tiny.onnx")));
    platform = PlatformWithApps.alone();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private PlatformWithApps run() {
    return platform
        .file(RUN + "/experiment_info.json", bytes(INFO))
        .file(RUN + "/checkpoints/best.pth", bytes("weights"))
        .file(RUN + "/checkpoints/epoch_3.pth", bytes("weights"))
        .file(RUN + "/export/best.onnx", onnx)
        .file(RUN + "/export/classes.json", bytes("{\"0\": \"car\", \"1\": \"dog\"}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Command.Result inspect(String model) {
    return Command.on(platform.address(), TestPlatform.TOKEN).run("inspect", model);
  }

  private void complains(String model, String... parts) {
    Command.Result result = inspect(model);
    assertThat(result.exitCode()).as(result.err()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.complaints()).singleElement().asString().contains(parts);
    assertThat(result.err()).doesNotContain(TestPlatform.TOKEN);
  }

  @Test
  void aFileACheckpointAndARunAllMeanTheExportWithItsClasses() {
    run();

    for (String model :
        List.of(RUN + "/export/best.onnx", RUN + "/checkpoints/best.pth", RUN, RUN + "/")) {
      Command.Result result = inspect("team-files:" + model);

      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
      assertThat(result.out()).as(model).contains("0 car, 1 dog");
    }
  }

  @Test
  void theModelIsFetchedOnceAndAgainWhenItHasChanged() throws IOException {
    run();
    Path home = Files.createDirectory(directory.resolve("home"));
    Command command = Command.on(platform.address(), TestPlatform.TOKEN).at(home);

    for (int i = 0; i < 2; i++) {
      assertThat(command.run("inspect", "team-files:" + RUN).exitCode()).isEqualTo(ExitCode.DONE);
    }

    assertThat(downloads("best.onnx")).isEqualTo(1);
    assertThat(downloads("classes.json")).isEqualTo(2);
    platform.file(RUN + "/export/best.onnx", Arrays.copyOf(onnx, onnx.length - 9));
    assertThat(command.run("inspect", "team-files:" + RUN).exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(downloads("best.onnx")).isEqualTo(2);
    try (Stream<Path> kept = Files.walk(home)) {
      assertThat(kept.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  private long downloads(String name) {
    return platform.calls().stream()
        .filter(call -> call.startsWith("file-storage.download") && call.contains(name))
        .count();
  }

  @Test
  void withoutListedClassesTheMetaOfTheModelTellsWhatTheFileDoesNot() throws IOException {
    String names = "{0: 'whole', 1: 'part'}";
    byte[] unnamed =
        new String(onnx, StandardCharsets.ISO_8859_1)
            .replace("names", "other")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new String(onnx, StandardCharsets.ISO_8859_1)).contains(names);
    platform
        .file(RUN + "/experiment_info.json", bytes(INFO))
        .file(RUN + "/export/best.onnx", unnamed)
        .file(
            RUN + "/model_meta.json",
            bytes("{\"classes\": [{\"title\": \"bus\"}, {\"title\": \"tram\"}], \"tags\": []}"));

    assertThat(inspect("team-files:" + RUN).out()).contains("0 bus, 1 tram");
    platform.file(RUN + "/export/best.onnx", onnx);
    assertThat(inspect("team-files:" + RUN).out()).contains("0 whole, 1 part");
  }

  @Test
  void aSidecarInTeamFilesComesAlongAndWins() {
    run().file(RUN + "/export/best.relabel.yaml", bytes("labels: [own, names]\n"));

    assertThat(inspect("team-files:" + RUN).out()).contains("0 own, 1 names");
  }

  @Test
  void aCheckpointWithoutExportSaysHowToExportOrServe() {
    platform
        .file(RUN + "/experiment_info.json", bytes(INFO))
        .file(RUN + "/checkpoints/best.pth", bytes("weights"));

    complains(
        "team-files:" + RUN + "/checkpoints/best.pth",
        "(TinyNet) has only checkpoints: " + RUN + "/checkpoints/best.pth",
        "format=onnx",
        "--deploy-on-platform");
  }

  @Test
  void anotherCheckpointThanTheExportedOneIsNotTakenForIt() {
    run();

    complains(
        "team-files:" + RUN + "/checkpoints/epoch_3.pth",
        "exported to ONNX from another checkpoint: " + RUN + "/export/best.onnx");
  }

  @Test
  void whatIsNotThereIsNamed() {
    run();

    complains("team-files:/experiments/2_town", "have no /experiments/2_town");
    complains("team-files:" + RUN + "/../1/best.onnx", "from / on");
  }

  @Test
  void anExportOutsideItsRunIsNotFollowed() {
    platform
        .file(
            RUN + "/experiment_info.json",
            bytes(INFO.replace("export/best.onnx", "../../secret/best.onnx")))
        .file(RUN + "/checkpoints/best.pth", bytes("weights"))
        .file("/secret/best.onnx", onnx);

    complains("team-files:" + RUN, "has only checkpoints");
  }

  @Test
  void aModelOnTheWebComesWithWhatLiesBesideIt() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("/models/tiny.onnx", onnx);
    files.put("/models/tiny.relabel.yaml", bytes("labels: [all, piece]\n"));
    HttpServer web = web(files);
    try {
      String address = "http://127.0.0.1:" + web.getAddress().getPort() + "/models/";

      assertThat(inspect(address + "tiny.onnx").out()).contains("0 all, 1 piece");
      assertThat(inspect(address + "tiny.onnx?signature=abc").out()).contains("0 whole, 1 part");
      Command.Result missing = inspect(address + "none.onnx?signature=abc");
      assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(missing.complaints())
          .singleElement()
          .asString()
          .contains("There is no model file " + address + "none.onnx", "HTTP 404")
          .doesNotContain("abc");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void whatLiesBesideAModelOnTheWebMayNotFillTheDisk() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("/tiny.onnx", onnx);
    files.put("/tiny.relabel.yaml", new byte[(16 << 20) + 1]);
    HttpServer web = web(files);
    try {
      Command.Result result =
          inspect("http://127.0.0.1:" + web.getAddress().getPort() + "/tiny.onnx");

      assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(result.complaints())
          .singleElement()
          .asString()
          .contains("tiny.relabel.yaml has more than 16777216 bytes");
    } finally {
      web.stop(0);
    }
  }

  private static HttpServer web(Map<String, byte[]> files) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] content = files.get(exchange.getRequestURI().getPath());
          if (content == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    web.start();
    return web;
  }
}
