package dev.relabel.platform.embedded;

import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server in this process: what the embedded platforms share, whatever they speak. */
public final class WebServer implements AutoCloseable {
  /** Clients hold up to ten calls in parallel each; more requests than threads wait. */
  private static final int THREADS = 32;

  private static final int MAX_WAITING_CONNECTIONS = 256;
  private static final long IDLE_MILLIS = 60_000;

  private final String host;
  private final int port;
  private final Server server;
  private final ServerConnector connector;

  /**
   * A server that is not started yet.
   *
   * @param host the address to bind
   * @param port the port, 0 for any free one
   * @param handler answers the requests
   */
  public WebServer(String host, int port, Handler handler) {
    this.host = host;
    this.port = port;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("embedded-platform");
    threads.setDaemon(true);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(MAX_WAITING_CONNECTIONS);
    server.addConnector(connector);
    server.setHandler(handler);
  }

  /**
   * Starts to accept requests.
   *
   * @throws IOException if the address cannot be bound
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
      throw new IOException(
          "Cannot serve at %s:%s: %s. Choose another port or address."
              .formatted(host, port, cause.getMessage()),
          e);
    }
  }

  /** The port that is served, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where clients find it, such as {@code http://127.0.0.1:8080}. */
  public String address() {
    String name = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    return "http://%s:%s".formatted(name.contains(":") ? "[" + name + "]" : name, port());
  }

  /** Waits until the server is stopped by somebody else, or the thread is interrupted. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops serving. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The embedded platform did not stop", e);
    }
  }
}
