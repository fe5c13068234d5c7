package dev.relabel.platform.embedded;

import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.util.List;

/**
 * Serves local projects through the REST API of Supervisely, for stock clients of it and for ours:
 * the platform of the quickstart, of the command {@code serve} and of tests.
 *
 * <p>What a client wrote is on disk, in the project's format, before it is answered. Projects made
 * by clients become directories beside those that are served. There is one user, one team and one
 * workspace.
 *
 * <p>Served are the methods of {@code projects}, {@code datasets}, {@code images}, {@code figures},
 * {@code annotations} and {@code tags} that clients need to read images and labels, to upload, and
 * to write and remove labels; and those of {@code videos}, {@code annotation-objects} and {@code
 * figures} that they need to read videos, frame by frame, and to write and remove their labels. Not
 * served, among others: changing the name or data of what is there ({@code images.editInfo}, {@code
 * figures.editInfo}), copying annotations on the server, uploading and tagging videos, volumes,
 * point clouds, files of a team, tasks. Those are answered with 404 or 501.
 */
public final class EmbeddedServer implements AutoCloseable {
  private final LocalProjects projects;
  private final VideoFiles videos = new VideoFiles();
  private final WebServer server;

  /**
   * A server that is not started yet.
   *
   * @param projects what is served; closed by {@link #close}
   */
  public EmbeddedServer(LocalProjects projects, ServerSettings settings) {
    this(projects, settings, Faults.NONE);
  }

  /**
   * A server that fails on purpose.
   *
   * @param projects what is served; closed by {@link #close}
   * @param faults decides what fails
   */
  public EmbeddedServer(LocalProjects projects, ServerSettings settings, Faults faults) {
    this.projects = projects;
    this.server =
        new WebServer(
            settings.host(),
            settings.port(),
            new ApiHandler(
                ApiMethods.over(projects, videos),
                settings.token(),
                faults,
                projects.temporaryDirectory()));
  }

  /**
   * Starts to accept requests.
   *
   * @throws IOException if the address cannot be bound
   */
  public EmbeddedServer start() throws IOException {
    server.start();
    return this;
  }

  /** The port that is served, once started. */
  public int port() {
    return server.port();
  }

  /** Where clients find it, such as {@code http://127.0.0.1:8080}. */
  public String address() {
    return server.address();
  }

  /** The projects that are served now, those made by clients included. */
  public List<ProjectInfo> projects() {
    return projects.all().stream()
        .map(
            each ->
                new ProjectInfo(
                    new ProjectId(each.id()),
                    each.name(),
                    AccountMethods.WORKSPACE,
                    each.meta().projectType(),
                    each.itemCount()))
        .toList();
  }

  /** Waits until the server is stopped by somebody else, or the thread is interrupted. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops serving and lets others open the directory. */
  @Override
  public void close() {
    try (projects;
        videos) {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("The embedded platform did not close its videos", e);
    }
  }
}
