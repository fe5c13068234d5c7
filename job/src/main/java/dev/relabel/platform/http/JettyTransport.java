package dev.relabel.platform.http;

import dev.relabel.platform.Repeat.Effect;
import dev.relabel.platform.http.TransportException.Outlook;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 over Jetty's client: keep-alive, bounded in connections, time and size. */
public final class JettyTransport implements Transport {
  // Below what servers and proxies commonly use, so that it is we who close idle connections and a
  // request seldom meets a connection that the other side is just closing.
  private static final long KEEP_IDLE_CONNECTIONS_MILLIS = 15_000;
  // Beyond the call's own limit, within which Jetty fails the call by itself.
  private static final long GRACE_MILLIS = 5_000;
  private static final int MOST_THREADS = 16;

  private final HttpSettings connection;
  private final HttpClient client;
  // Waiting for a connection happens here, where it does not count into a call's time limit.
  private final Semaphore free;

  private JettyTransport(HttpSettings connection, HttpClient client) {
    this.connection = connection;
    this.client = client;
    this.free = new Semaphore(connection.connections());
  }

  public static JettyTransport start(HttpSettings connection) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(connection.trust().forClients());
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("relabel-http");
    threads.setDaemon(true);
    client.setExecutor(threads);
    // Jetty's own would keep a program alive that forgets to close the client, or closes it at its
    // end only.
    client.setScheduler(new ScheduledExecutorScheduler("relabel-http-scheduler", true));
    client.setConnectTimeout(connection.connectTimeout().toMillis());
    client.setAddressResolutionTimeout(connection.connectTimeout().toMillis());
    client.setIdleTimeout(KEEP_IDLE_CONNECTIONS_MILLIS);
    client.setMaxConnectionsPerDestination(connection.connections());
    client.setFollowRedirects(false); // a redirected POST becomes a GET, and the token would travel
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "relabel"));
    try {
      client.start();
    } catch (Exception e) { // declared so by Jetty's life cycle
      throw new IllegalStateException("The HTTP client does not start", e);
    }
    // They would hold back answers of status 401 and 407 that lack a challenge.
    client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
    return new JettyTransport(connection, client);
  }

  @Override
  public Response send(String verb, String path, Payload payload) throws TransportException {
    URI uri = URI.create(connection.api() + "/" + path).normalize();
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw interrupted(Effect.NONE, e);
    }
    AtomicBoolean sent = new AtomicBoolean();
    InputStreamResponseListener answer = new InputStreamResponseListener();
    Request request =
        client
            .newRequest(uri)
            .method(verb)
            .headers(this::addToken)
            .timeout(connection.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .idleTimeout(connection.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .onRequestBegin(each -> sent.set(true));
    if (!payload.pieces().isEmpty()) {
      request.body(
          new ByteBufferRequestContent(
              payload.contentType(), payload.fresh().toArray(ByteBuffer[]::new)));
    }
    boolean answered = false;
    try {
      request.send(answer);
      org.eclipse.jetty.client.Response head =
          answer.get(connection.callTimeout().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      Map<String, String> headers = new LinkedHashMap<>();
      head.getHeaders().forEach(each -> headers.putIfAbsent(each.getName(), each.getValue()));
      Response response =
          new Response(
              head.getStatus(),
              headers,
              new BoundedInputStream(answer.getInputStream(), connection.answerBytes()),
              free::release);
      answered = true;
      return response;
    } catch (InterruptedException e) {
      abort(request, e);
      throw interrupted(sent.get() ? Effect.POSSIBLE : Effect.NONE, e);
    } catch (TimeoutException e) {
      abort(request, e);
      throw trouble(e, sent.get());
    } catch (ExecutionException e) {
      throw trouble(e.getCause() == null ? e : e.getCause(), sent.get());
    } finally {
      if (!answered) {
        free.release();
      }
    }
  }

  private void addToken(HttpFields.Mutable fields) {
    if (!connection.token().isNone()) {
      fields.put("x-api-key", connection.token().reveal());
    }
  }

  private static void abort(Request request, Exception cause) {
    // Whether it had ended in the meantime makes no difference.
    var unused = request.abort(cause);
  }

  private static TransportException interrupted(Effect effect, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TransportException(
        "was not waited for, as the work stops", effect, Outlook.PERMANENT, e);
  }

  private TransportException trouble(Throwable cause, boolean sent) {
    Effect effect = sent ? Effect.POSSIBLE : Effect.NONE;
    if (is(cause, SSLHandshakeException.class) || is(cause, SSLPeerUnverifiedException.class)) {
      // The request's bytes follow the handshake, so none of them has left.
      return tls(cause, Effect.NONE);
    }
    if (is(cause, SSLException.class)) {
      return tls(cause, effect);
    }
    if (is(cause, UnknownHostException.class) || is(cause, UnresolvedAddressException.class)) {
      return new TransportException(
          "cannot be found: no host has the name " + connection.api().getHost(),
          effect,
          Outlook.MAY_PASS,
          cause);
    }
    if (is(cause, ConnectException.class)) {
      return new TransportException("refuses connections", effect, Outlook.MAY_PASS, cause);
    }
    if (is(cause, SocketTimeoutException.class) && !sent) {
      return new TransportException(
          "did not accept a connection within %s s"
              .formatted(seconds(connection.connectTimeout().toMillis())),
          effect,
          Outlook.MAY_PASS,
          cause);
    }
    if (is(cause, TimeoutException.class)) {
      return new TransportException("did not answer in time", effect, Outlook.MAY_PASS, cause);
    }
    return new TransportException("broke the connection", effect, Outlook.MAY_PASS, cause);
  }

  private TransportException tls(Throwable cause, Effect effect) {
    return new TransportException(
        "does not agree on encryption (%s). Does its address begin with http:// or https:// as the server does, and %s?"
            .formatted(cause.getMessage(), connection.howToTrust()),
        effect,
        Outlook.PERMANENT,
        cause);
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }

  static boolean is(@Nullable Throwable failure, Class<? extends Throwable> type) {
    Throwable each = failure;
    // A chain of causes may be a ring.
    for (int depth = 0; each != null && depth < 20; depth++) {
      if (type.isInstance(each)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) { // declared so by Jetty's life cycle
      throw new IllegalStateException("The HTTP client does not stop", e);
    }
  }
}
