package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.platform.local.ProjectFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;

/** A served directory and a plain HTTP client that sends what the platform's SDK sends. */
final class ServedProject implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LocalProjects projects;
  private final EmbeddedServer server;

  private ServedProject(Path directory, Faults faults) {
    this.directory = directory;
    this.projects = LocalProjects.open(directory);
    this.server = new EmbeddedServer(projects, ServerSettings.local(), faults);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServedProject serve(Path directory) {
    return new ServedProject(directory, Faults.NONE);
  }

  static ServedProject serve(Path directory, Faults faults) {
    return new ServedProject(directory, faults);
  }

  long project() {
    return projects.all().get(0).id();
  }

  long dataset(String name) {
    return datasetNamed(name).id();
  }

  private LocalDataset datasetNamed(String name) {
    return projects.all().get(0).datasets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  long image(String dataset, String name) {
    return datasetNamed(dataset).image(name).map(LocalImage::id).orElseThrow();
  }

  long video(String dataset, String name) {
    return datasetNamed(dataset).videos().stream()
        .filter(each -> each.name().equals(name))
        .mapToLong(LocalVideo::id)
        .findFirst()
        .orElseThrow();
  }

  long classId(String title) {
    return projects.all().get(0).meta().labelClass(title).orElseThrow().id();
  }

  long tagId(String name) {
    return projects.all().get(0).meta().tag(name).orElseThrow().id();
  }

  Path annotationFile(String dataset, String name) {
    return directory.resolve(dataset).resolve("ann").resolve(name + ".json");
  }

  URI uri(String method) {
    return URI.create(server.address() + "/public/api/v3/" + method);
  }

  EmbeddedServer server() {
    return server;
  }

  HttpClient http() {
    return http;
  }

  /** Posts JSON (single quotes allowed) and expects success. */
  JsonNode post(String method, String body, Object... arguments) {
    HttpResponse<String> response = send(method, body, arguments);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parse(response.body());
  }

  /** Posts JSON and expects an error of this status. */
  JsonNode refused(int status, String method, String body, Object... arguments) {
    HttpResponse<String> response = send(method, body, arguments);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode error = parse(response.body());
    assertThat(error.path("error").isTextual()).as(response.body()).isTrue();
    assertThat(error.has("details")).as(response.body()).isTrue();
    return error;
  }

  HttpResponse<String> send(String method, String body, Object... arguments) {
    return exchange(request(method, body, arguments), BodyHandlers.ofString());
  }

  /** Posts JSON and expects bytes. */
  HttpResponse<byte[]> download(String method, String body, Object... arguments) {
    HttpResponse<byte[]> response =
        exchange(request(method, body, arguments), BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  private HttpRequest request(String method, String body, Object... arguments) {
    String text = ProjectFixture.json(body);
    for (Object each : arguments) {
      String argument = ProjectFixture.json(String.valueOf(each));
      text = text.replaceFirst("%s", Matcher.quoteReplacement(argument));
    }
    return HttpRequest.newBuilder(uri(method))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(text))
        .build();
  }

  <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Uploads files as the SDK does: parts {@code 0-file}, {@code 1-file}, …. */
  JsonNode upload(byte[]... files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < files.length; i++) {
      body.writeBytes(
          String.join(
                  "\r\n",
                  "--xyz",
                  "Content-Disposition: form-data; name=\"%s-file\"; filename=\"%s\""
                      .formatted(i, i),
                  "Content-Type: image/*",
                  "",
                  "")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(files[i]);
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response =
        exchange(
            HttpRequest.newBuilder(uri("images.bulk.upload"))
                .header("Content-Type", "multipart/form-data; boundary=xyz")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parse(response.body());
  }

  /** JSON from a text with single quotes. */
  static JsonNode json(String text) {
    return parse(ProjectFixture.json(text));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
