package dev.relabel.testing;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.SuperviselyPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A project served over real sockets by the embedded platform, and a client that looks at what is
 * there. Paths of datasets and images are names joined by slashes.
 */
public final class TestPlatform implements AutoCloseable {
  /** The token that the server asks for. */
  public static final String TOKEN = "end-to-end-token";

  private final EmbeddedServer server;
  private final Platform client;
  private final ProjectId project;

  private TestPlatform(Path directory, Faults faults) {
    server =
        new EmbeddedServer(
            LocalProjects.open(directory), ServerSettings.local().withToken(TOKEN), faults);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    project = server.projects().get(0).id();
    client =
        SuperviselyPlatform.open(
            SuperviselyConnection.of(server.address(), Secret.of(TOKEN)), /* processes= */ 1);
  }

  /** Serves a project. */
  public static TestPlatform serving(ProjectFolder project) {
    return new TestPlatform(project.directory(), Faults.NONE);
  }

  /** Serves a project and fails on purpose. */
  public static TestPlatform serving(ProjectFolder project, Faults faults) {
    return new TestPlatform(project.directory(), faults);
  }

  /** The server's address. */
  public String address() {
    return server.address();
  }

  /** The project that was there from the beginning. */
  public ProjectId project() {
    return project;
  }

  /** All projects, those made by clients included. */
  public List<ProjectInfo> projects() {
    return server.projects();
  }

  /** A client of the server. */
  public Platform client() {
    return client;
  }

  /** Paths of all datasets of a project. */
  public List<String> datasets(ProjectId of) {
    return paths(of).values().stream().sorted().toList();
  }

  private Map<DatasetId, String> paths(ProjectId of) {
    Map<DatasetId, String> paths = new HashMap<>();
    for (DatasetInfo each : client.datasets(of)) {
      String above = each.parent().map(parent -> paths.get(parent) + "/").orElse("");
      paths.put(each.id(), above + each.name());
    }
    return paths;
  }

  /** The images of a project by their paths. */
  public Map<String, ImageInfo> images(ProjectId of) {
    Map<String, ImageInfo> images = new TreeMap<>();
    paths(of)
        .forEach(
            (dataset, path) ->
                client
                    .images(dataset)
                    .forEachRemaining(image -> images.put(path + "/" + image.name(), image)));
    return images;
  }

  /** An image of the first project. */
  public ImageInfo image(String path) {
    ImageInfo image = images(project).get(path);
    if (image == null) {
      throw new IllegalArgumentException("There is no image " + path);
    }
    return image;
  }

  /** Removes an image of the first project, as another user of the platform does. */
  public void remove(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/public/api/v3/images.bulk.remove"))
            .header("x-api-key", TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"imageIds\": [%s]}".formatted(image(path).id())))
            .build();
    try {
      int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("Removing %s gave %s".formatted(path, status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the images of a project hold, by their paths. */
  public Map<String, List<PlatformLabel>> labels(ProjectId of) {
    Map<String, List<PlatformLabel>> labels = new TreeMap<>();
    images(of)
        .forEach(
            (path, image) ->
                client
                    .annotations(image.dataset(), List.of(image.id()))
                    .forEach((id, annotation) -> labels.put(path, annotation.labels())));
    return labels;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
