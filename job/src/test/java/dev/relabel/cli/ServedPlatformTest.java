package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.TinyModel;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve} prints leads to what it serves. */
class ServedPlatformTest {
  private final Path directory;

  ServedPlatformTest(@TempDir Path temp) {
    directory =
        ProjectFolder.in(temp.resolve("parts")).image("ds", "a.png", new byte[] {1}).directory();
  }

  private static HttpResponse<byte[]> get(JsonNode ready, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ready.path("address").asText() + path))
            .header("x-api-key", ready.path("token").asText())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  private JsonNode project(ServedPlatform platform, Optional<String> token, String path)
      throws Exception {
    try (ServedPlatform.Serving serving =
        platform.serve(LocalProjects.open(directory), 0, token, Optional.empty())) {
      JsonNode ready = Json.read(serving.ready().toString().getBytes(StandardCharsets.UTF_8));
      token.ifPresent(wanted -> assertThat(ready.path("token").asText()).isEqualTo(wanted));
      String filled =
          path.replace("{organization}", ready.path("organization").asText())
              .replace("{workspace}", ready.path("workspace").asText())
              .replace("{project}", ready.at("/projects/0/id").asText())
              .replace("{dataset}", ready.at("/projects/0/datasets/0").asText());
      HttpResponse<byte[]> response = get(ready, filled);
      assertThat(response.statusCode()).isEqualTo(200);
      return Json.read(response.body());
    }
  }

  @Test
  void servesGeti() throws Exception {
    String path = "/api/v1/organizations/{organization}/workspaces/{workspace}/projects/{project}";
    assertThat(project(ServedPlatform.GETI, Optional.empty(), path).path("name").asText())
        .isEqualTo("parts");
    assertThat(
            project(
                    ServedPlatform.GETI,
                    Optional.of("geti_pat_mine_1"),
                    path + "/datasets/{dataset}")
                .path("name")
                .asText())
        .isEqualTo("ds");
  }

  @Test
  void servesSupervisely() throws Exception {
    assertThat(
            project(
                    ServedPlatform.SUPERVISELY,
                    Optional.of("s3cret"),
                    "/public/api/v3/projects.info?id={project}")
                .path("name")
                .asText())
        .isEqualTo("parts");
  }

  @Test
  void predictsWithTheModelThatItIsGiven() throws Exception {
    Path onnx = TinyModel.write(directory.resolveSibling("tiny.onnx"));
    ProjectFolder.at(directory)
        .meta("{\"classes\":[{\"title\":\"part\",\"shape\":\"rectangle\"}],\"tags\":[]}")
        .image("ds", "b.png", ProjectFixture.png(64, 64));
    try (OnnxPredictor model = OnnxPredictor.open(onnx, new Environment(Map.of(), directory, 0));
        ServedPlatform.Serving serving =
            ServedPlatform.GETI.serve(
                LocalProjects.open(directory), 0, Optional.empty(), Optional.of(model))) {
      JsonNode ready = serving.ready();
      String project =
          "/api/v1/organizations/%s/workspaces/%s/projects/%s"
              .formatted(
                  ready.path("organization").asText(),
                  ready.path("workspace").asText(),
                  ready.at("/projects/0/id").asText());
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      ready.path("address").asText() + project + "/pipelines/active:predict"))
              .header("x-api-key", ready.path("token").asText())
              .header("Content-Type", "multipart/form-data; boundary=xyz")
              .POST(BodyPublishers.ofByteArray(upload(ProjectFixture.png(64, 64))))
              .build();

      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode predictions = Json.read(answer.body()).path("predictions");
      assertThat(predictions).as("the other class is none of the project").hasSize(1);
      assertThat(predictions.at("/0/shape").toString().replace('"', '\''))
          .isEqualTo("{'type':'RECTANGLE','x':8,'y':16,'width':16,'height':16}");
      assertThat(Json.read(get(ready, project + "/model_groups").body()).path("model_groups"))
          .hasSize(1);
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    Command.Result model =
        Command.alone().run("serve", directory, "--model", directory.resolve("x.onnx"));
    assertThat(model.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(model.err()).contains("--model goes with --as geti only");

    Command.Result missing =
        Command.alone()
            .run("serve", directory, "--as", "geti", "--model", directory.resolve("x.onnx"));
    assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).contains("There is no file");

    Command.Result unknown = Command.alone().run("serve", directory, "--as", "geti3");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("--as");
  }

  private static byte[] upload(byte[] file) {
    String head =
        "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
