package dev.relabel.platform.supervisely;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.format.Json;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * A web server that answers each method with what the test has written down for it, in order, and
 * remembers what it was asked.
 */
final class ScriptedServer implements AutoCloseable {
  /** What the server does with one request. */
  interface Reply {
    void send(Request request, Response response, Callback callback) throws Exception;
  }

  /**
   * A request that arrived.
   *
   * @param method the API's method
   * @param token the header {@code x-api-key}
   */
  record Received(String method, String token, JsonNode body) {}

  private final Map<String, Queue<Reply>> script = new HashMap<>();
  private final List<Received> received = new ArrayList<>();
  private final List<Callback> held = new ArrayList<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  private ScriptedServer() {}

  static ScriptedServer start() {
    ScriptedServer scripted = new ScriptedServer();
    scripted.connector.setHost("127.0.0.1");
    scripted.server.addConnector(scripted.connector);
    scripted.server.setHandler(scripted.handler());
    try {
      scripted.server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return scripted;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** Adds replies for a method. */
  synchronized ScriptedServer on(String method, Reply... replies) {
    script.computeIfAbsent(method, each -> new ArrayDeque<>()).addAll(List.of(replies));
    return this;
  }

  /** Everything that arrived so far. */
  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** The bodies that arrived for a method. */
  List<JsonNode> bodies(String method) {
    return received().stream()
        .filter(each -> each.method().equals(method))
        .map(Received::body)
        .toList();
  }

  private Handler handler() {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        String path = request.getHttpURI().getPath();
        String method = path.substring(path.lastIndexOf('/') + 1);
        byte[] body = Content.Source.asString(request).getBytes(UTF_8);
        reply(method, request, body).send(request, response, callback);
        return true;
      }
    };
  }

  private synchronized Reply reply(String method, Request request, byte[] body) {
    String token = String.valueOf(request.getHeaders().get("x-api-key"));
    received.add(new Received(method, token, Json.read(body)));
    Queue<Reply> replies = script.getOrDefault(method, new ArrayDeque<>());
    Reply reply = replies.poll();
    return reply == null ? status(418, "{\"error\":\"The script has no reply left\"}") : reply;
  }

  /** JSON with single quotes for double ones. */
  static Reply json(String text) {
    return status(200, text);
  }

  static Reply status(int status, String text, String... headers) {
    return body(status, "application/json", text.replace('\'', '"').getBytes(UTF_8), headers);
  }

  static Reply body(int status, String type, byte[] body, String... headers) {
    return (request, response, callback) -> {
      response.setStatus(status);
      response.getHeaders().put("Content-Type", type);
      for (int i = 0; i < headers.length; i += 2) {
        response.getHeaders().put(headers[i], headers[i + 1]);
      }
      response.write(true, ByteBuffer.wrap(body), callback);
    };
  }

  /** Closes the connection instead of answering. */
  static Reply reset() {
    return (request, response, callback) -> {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new IllegalStateException("closed by the script"));
    };
  }

  /** Announces more than it sends, then closes the connection. */
  static Reply truncated(String type, byte[] body) {
    return (request, response, callback) -> {
      response.setStatus(200);
      response.getHeaders().put("Content-Type", type);
      response.getHeaders().put("Content-Length", body.length + 100L);
      response.write(
          false,
          ByteBuffer.wrap(body),
          Callback.from(
              () -> {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.failed(new IllegalStateException("closed by the script"));
              }));
    };
  }

  /** Never answers while the server runs. */
  Reply silence() {
    return (request, response, callback) -> {
      synchronized (this) {
        held.add(callback);
      }
    };
  }

  @Override
  public void close() {
    synchronized (this) {
      held.forEach(each -> each.failed(new IllegalStateException("closed by the test")));
    }
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
