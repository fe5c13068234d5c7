package dev.relabel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A platform with tasks, agents and files of a team in front of the embedded one, which it hands
 * everything else to: what Supervisely's server does around serving apps. The session of a task is
 * a part of the path {@code /net/SESSION/…}, as there.
 */
public final class PlatformWithApps implements AutoCloseable {
  /** The serving app in the catalogue. */
  public static final long MODULE = 77;

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Optional<String> behind;
  private final Map<Long, Task> tasks = new TreeMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> calls = new ArrayList<>();
  private ArrayNode agents = JSON.createArrayNode();
  private @Nullable LongFunction<ServingApp> starts;
  private final Map<String, Integer> lostAnswers = new TreeMap<>();
  private boolean dies;
  private boolean isSilent;

  /** A task that runs, or ran, an app. */
  private record Task(long id, String status, String session, @Nullable ServingApp app) {
    ObjectNode json() {
      ObjectNode json =
          JSON.createObjectNode().put("id", id).put("workspaceId", 1).put("status", status);
      ObjectNode meta = json.putObject("meta").put("sessionToken", session);
      meta.putObject("app").put("moduleId", MODULE).put("id", 5);
      return json;
    }
  }

  private PlatformWithApps(Optional<String> behind) {
    this.behind = behind;
  }

  /** In front of a platform that has projects. */
  public static PlatformWithApps over(TestPlatform platform) {
    return new PlatformWithApps(Optional.of(platform.address())).start();
  }

  /** Without projects. */
  public static PlatformWithApps alone() {
    return new PlatformWithApps(Optional.empty()).start();
  }

  private PlatformWithApps start() {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler());
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  public String address() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  /** Sets what a task runs; asked again with another session, it has been started again. */
  public synchronized PlatformWithApps task(
      long id, String status, String session, @Nullable ServingApp app) {
    tasks.put(id, new Task(id, status, session, app));
    return this;
  }

  /** Lets clients start apps, by the ID of the task. */
  public synchronized PlatformWithApps starting(LongFunction<ServingApp> app) {
    starts = app;
    return this;
  }

  /** Answers the next passing on of a command so, after the app has done it. */
  public synchronized PlatformWithApps answering(String command, int status) {
    lostAnswers.put(command, status);
    return this;
  }

  /** Lets apps that clients start never answer. */
  public synchronized PlatformWithApps silent() {
    isSilent = true;
    return this;
  }

  /** Lets apps that clients start end at once. */
  public synchronized PlatformWithApps dying() {
    dies = true;
    return this;
  }

  /** Sets the agents, as JSON. */
  public synchronized PlatformWithApps agents(String json) {
    try {
      agents = (ArrayNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Puts a file into Team Files. */
  public synchronized PlatformWithApps file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Every call so far: the method, and the JSON that came with it. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** The status of a task now. */
  public synchronized String status(long task) {
    Task found = tasks.get(task);
    return found == null ? "unknown" : found.status();
  }

  private Handler handler() {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        String path = Request.getPathInContext(request);
        byte[] body = Request.asInputStream(request).readAllBytes();
        if (path.startsWith("/net/")) {
          proxy(path.substring("/net/".length()), request, body, response, callback);
          return true;
        }
        String method = path.substring(path.lastIndexOf('/') + 1);
        byte[] answer = own(method, body, response);
        if (answer == null) {
          forward(behind.orElse("") + path, request, body, response, callback);
        } else {
          response.write(true, ByteBuffer.wrap(answer), callback);
        }
        return true;
      }
    };
  }

  private void proxy(
      String path, Request request, byte[] body, Response response, Callback callback)
      throws IOException, InterruptedException {
    String session = path.substring(0, path.indexOf('/'));
    Optional<ServingApp> app;
    synchronized (this) {
      app =
          tasks.values().stream()
              .filter(task -> task.session().equals(session))
              .map(Task::app)
              .filter(each -> each != null)
              .findFirst();
    }
    if (app.isEmpty()) {
      response.setStatus(404);
      response.write(
          true, ByteBuffer.wrap("no session".getBytes(StandardCharsets.UTF_8)), callback);
      return;
    }
    forward(
        app.get().address() + path.substring(path.indexOf('/')), request, body, response, callback);
  }

  private void forward(
      String address, Request request, byte[] body, Response response, Callback callback)
      throws IOException, InterruptedException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.ofByteArray(body));
    for (String name : List.of("Content-Type", "x-api-key")) {
      String value = request.getHeaders().get(name);
      if (value != null) {
        sent.header(name, value);
      }
    }
    HttpResponse<byte[]> answer = http.send(sent.build(), BodyHandlers.ofByteArray());
    response.setStatus(answer.statusCode());
    answer
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> response.getHeaders().put("Content-Type", type));
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  /** The answer of a method that is ours; null for those of the platform behind. */
  private synchronized byte @Nullable [] own(String method, byte[] body, Response response)
      throws IOException {
    boolean isOurs =
        List.of("tasks.", "ecosystem.", "agents.", "file-storage.", "teams.", "workspaces.")
            .stream()
            .anyMatch(method::startsWith);
    if (!isOurs) {
      return null;
    }
    JsonNode asked = JSON.readTree(body);
    calls.add(method + " " + asked);
    if (method.equals("file-storage.download")) {
      byte[] content = files.get(asked.path("path").asText());
      if (content == null) {
        response.setStatus(404);
        return bytes(JSON.createObjectNode().put("error", "no such file"));
      }
      return content;
    }
    response.getHeaders().put("Content-Type", "application/json");
    return bytes(answer(method, asked, response));
  }

  private JsonNode answer(String method, JsonNode asked, Response response) {
    switch (method) {
      case "tasks.info" -> {
        Task task = tasks.get(asked.path("id").asLong());
        if (task != null) {
          return task.json();
        }
        response.setStatus(404);
        return JSON.createObjectNode().put("error", "Task not found");
      }
      case "tasks.list" -> {
        List<String> wanted = new ArrayList<>();
        asked.at("/filter/0/value").forEach(each -> wanted.add(each.asText()));
        return page(
            tasks.values().stream()
                .filter(task -> wanted.contains(task.status()))
                .map(Task::json)
                .toList());
      }
      case "tasks.request.direct" -> {
        return direct(asked, response);
      }
      case "tasks.run.app" -> {
        long id = 900L + tasks.size();
        if (dies) {
          task(id, "error", "", null);
        } else if (isSilent) {
          task(id, "started", "", null);
        } else if (starts != null) {
          task(id, "started", "session-" + id, starts.apply(id));
        }
        return JSON.createArrayNode().add(JSON.createObjectNode().put("taskId", id));
      }
      case "tasks.stop" -> {
        long id = asked.path("id").asLong();
        task(id, "stopped", "", null);
        return JSON.createObjectNode().put("status", "stopped");
      }
      case "ecosystem.list" -> {
        ObjectNode module = JSON.createObjectNode().put("id", MODULE).put("name", "Serve Test");
        List<JsonNode> found = new ArrayList<>();
        String categories = asked.path("categories").toString();
        if (!categories.contains("framework:") || categories.contains("framework:TinyNet")) {
          found.add(module);
        }
        return page(found);
      }
      case "agents.available" -> {
        return agents;
      }
      case "teams.list" -> {
        return page(List.of(JSON.createObjectNode().put("id", 3).put("name", "team")));
      }
      case "workspaces.list" -> {
        return page(List.of(JSON.createObjectNode().put("id", 1).put("teamId", 3)));
      }
      case "workspaces.info" -> {
        return JSON.createObjectNode().put("id", asked.path("id").asLong()).put("teamId", 3);
      }
      case "file-storage.list" -> {
        ArrayNode found = JSON.createArrayNode();
        files.forEach(
            (path, content) -> {
              String prefix = asked.path("path").asText();
              boolean isDeep = asked.path("recursive").asBoolean();
              if (path.startsWith(prefix) && (isDeep || path.indexOf('/', prefix.length()) < 0)) {
                found
                    .addObject()
                    .put("id", path.hashCode())
                    .put("hash", Integer.toHexString(Arrays.hashCode(content)))
                    .put("teamId", 3)
                    .put("path", path)
                    .put("name", path.substring(path.lastIndexOf('/') + 1))
                    .putObject("meta")
                    .put("size", content.length);
              }
            });
        return found;
      }
      default -> {
        response.setStatus(404);
        return JSON.createObjectNode().put("error", "No method " + method);
      }
    }
  }

  private JsonNode direct(JsonNode asked, Response response) {
    Task task = tasks.get(asked.path("taskId").asLong());
    String command = asked.path("command").asText();
    try {
      if (task != null && task.app() != null) {
        JsonNode answer = task.app().answer(command, asked.path("state"));
        Integer lost = lostAnswers.remove(command);
        if (lost == null) {
          return answer;
        }
        response.setStatus(lost);
        return JSON.createObjectNode();
      }
    } catch (IllegalStateException e) {
      // as an app without a model
    }
    response.setStatus(500);
    return JSON.createObjectNode().put("error", "The app does not answer");
  }

  private static JsonNode page(List<? extends JsonNode> entities) {
    ObjectNode page =
        JSON.createObjectNode()
            .put("total", entities.size())
            .put("perPage", 500)
            .put("pagesCount", 1);
    ArrayNode array = page.putArray("entities");
    entities.forEach(array::add);
    return page;
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
