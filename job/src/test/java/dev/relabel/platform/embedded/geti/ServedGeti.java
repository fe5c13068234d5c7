package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalProjects;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A served directory and a plain HTTP client. */
final class ServedGeti implements AutoCloseable {
  private final GetiServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServedGeti(GetiServer server) {
    this.server = server;
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServedGeti serve(Path directory) {
    return serve(directory, GetiSettings.local());
  }

  static ServedGeti serve(Path directory, GetiSettings settings) {
    return new ServedGeti(new GetiServer(LocalProjects.open(directory), settings));
  }

  static ServedGeti serve(Path directory, Faults faults) {
    return new ServedGeti(
        new GetiServer(
            LocalProjects.open(directory), GetiSettings.local(), faults, Optional.empty()));
  }

  static ServedGeti serve(Path directory, LivePredictor predictor) {
    return new ServedGeti(
        new GetiServer(
            LocalProjects.open(directory),
            GetiSettings.local(),
            Faults.NONE,
            Optional.of(predictor)));
  }

  GetiServer server() {
    return server;
  }

  /** The path of the workspace. */
  String workspace() {
    return "/api/v1/organizations/%s/workspaces/%s"
        .formatted(server.organization(), server.workspace());
  }

  /** The path of the first project. */
  String project() {
    return workspace() + "/projects/" + server.projects().get(0).id();
  }

  String datasetId() {
    return server.projects().get(0).datasets().get(0);
  }

  /** The path of the first project's first dataset. */
  String dataset() {
    return project() + "/datasets/" + datasetId();
  }

  /** The ID of an image or video of the first dataset by its name without extension. */
  String medium(String name) {
    for (JsonNode each : post(200, dataset() + "/media:query", "{}").path("media")) {
      if (each.path("name").asText().equals(name)) {
        return each.path("id").asText();
      }
    }
    throw new AssertionError("No medium " + name);
  }

  /** The path of an image of the first dataset. */
  String image(String name) {
    return dataset() + "/media/images/" + medium(name);
  }

  /** The path of a video of the first dataset. */
  String video(String name) {
    return dataset() + "/media/videos/" + medium(name);
  }

  /** The ID of a label of the first project. */
  String label(String name) {
    for (JsonNode task : get(200, project()).at("/pipeline/tasks")) {
      for (JsonNode each : task.path("labels")) {
        if (each.path("name").asText().equals(name)) {
          return each.path("id").asText();
        }
      }
    }
    throw new AssertionError("No label " + name);
  }

  String task() {
    return get(200, project()).at("/pipeline/tasks/1/id").asText();
  }

  JsonNode get(int status, String path) {
    return json(status, exchange("GET", path, null));
  }

  /** Posts JSON, in which quotes may be single ones. */
  JsonNode post(int status, String path, String body) {
    return json(status, exchange("POST", path, body));
  }

  JsonNode send(int status, String method, String path, @Nullable String body) {
    return json(status, exchange(method, path, body));
  }

  private static JsonNode json(int status, HttpResponse<byte[]> response) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(status);
    return text.isEmpty() ? Json.object() : Json.read(response.body());
  }

  HttpResponse<byte[]> exchange(String method, String path, @Nullable String body) {
    return exchange(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.replace('\'', '"')))
            .build());
  }

  HttpResponse<byte[]> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a file as the part {@code file}. */
  HttpResponse<byte[]> upload(String path, String fileName, byte[] content) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        String.join(
            "\r\n",
            "--xyz",
            "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"".formatted(fileName),
            "Content-Type: application/octet-stream",
            "",
            "");
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
    return exchange(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "multipart/form-data; boundary=xyz")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  /** A body of annotations that all have one label each. */
  static String annotations(String... annotations) {
    return "{'annotations':[" + String.join(",", annotations) + "]}";
  }

  /** An annotation with one label. */
  static String annotation(String shape, String label) {
    return "{'shape':%s,'labels':[{'id':'%s'}]}".formatted(shape, label);
  }

  static String box(int x, int y, int width, int height) {
    return "{'type':'RECTANGLE','x':%s,'y':%s,'width':%s,'height':%s}"
        .formatted(x, y, width, height);
  }

  @Override
  public void close() {
    server.close();
  }
}
