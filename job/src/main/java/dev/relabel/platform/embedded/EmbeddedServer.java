package dev.relabel.platform.embedded;

import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

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
  /** Clients hold up to ten calls in parallel each; more requests than threads wait. */
  private static final int THREADS = 32;

  private static final int MAX_WAITING_CONNECTIONS = 256;
  private static final long IDLE_MILLIS = 60_000;

  private final LocalProjects projects;
  private final ServerSettings settings;
  private final VideoFiles videos = new VideoFiles();
  private final Server server;
  private final ServerConnector connector;

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
    this.settings = settings;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("embedded-platform");
    threads.setDaemon(true);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(MAX_WAITING_CONNECTIONS);
    server.addConnector(connector);
    server.setHandler(
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
    try {
      server.start();
      return this;
    } catch (Exception e) {
      Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
      throw new IOException(
          "Cannot serve at %s:%s: %s. Choose another port or address."
              .formatted(settings.host(), settings.port(), cause.getMessage()),
          e);
    }
  }

  /** The port that is served, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where clients find it, such as {@code http://127.0.0.1:8080}. */
  public String address() {
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    return "http://%s:%s".formatted(host.contains(":") ? "[" + host + "]" : host, port());
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
      server.stop();
    } catch (LocalProjectException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The embedded platform did not stop", e);
    }
  }
}
