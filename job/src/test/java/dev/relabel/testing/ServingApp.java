package dev.relabel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.GeometryCoordinates;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.format.MetaJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A serving app as {@code supervisely.nn.inference} is one, around any of our models: its routes,
 * its forms of answers and errors, its whole-pixel coordinates, and its habit of keeping images
 * under the names that they were sent with. Real sockets; fails when told to.
 */
public final class ServingApp implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Path temporary;
  private final Map<String, byte[]> cache = new ConcurrentHashMap<>();
  private final Map<String, Queue<Integer>> failures = new HashMap<>();
  private final List<JsonNode> states = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();

  private @Nullable Model model;
  private String modelName = "";
  private String checkpoint = "";
  private String settings = "";
  private int maxBatchSize = 8;
  private @Nullable Model loadable;
  private @Nullable JsonNode deployedWith;

  private ServingApp(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * Starts an app without a model.
   *
   * @param temporary where uploads may lie for a moment
   */
  public static ServingApp start(Path temporary) {
    ServingApp app = new ServingApp(temporary);
    app.connector.setHost("127.0.0.1");
    app.server.addConnector(app.connector);
    app.server.setHandler(app.handler());
    try {
      app.server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return app;
  }

  /** Gives it a model; the app does not close it. */
  public synchronized ServingApp serves(Model served, String name, String file) {
    model = served;
    modelName = name;
    checkpoint = file;
    return this;
  }

  /** Takes its model away, as a restart does. */
  public synchronized void forget() {
    model = null;
  }

  /** Lets clients load a model by {@code deploy_from_api}; which one they name is only noted. */
  public synchronized ServingApp loading(Model model) {
    loadable = model;
    return this;
  }

  /** Sets its settings, YAML with remarks as apps write it. */
  public synchronized ServingApp withSettings(String yaml) {
    settings = yaml;
    return this;
  }

  public synchronized ServingApp withMaxBatchSize(int images) {
    maxBatchSize = images;
    return this;
  }

  /** Answers the next calls of a route with these statuses; 200 is an ordinary answer. */
  public synchronized ServingApp failing(String route, Integer... statuses) {
    failures.computeIfAbsent(route, each -> new ArrayDeque<>()).addAll(List.of(statuses));
    return this;
  }

  /** The states that came with images. */
  public synchronized List<JsonNode> states() {
    return List.copyOf(states);
  }

  /** The tokens that came with calls, without repetitions. */
  public synchronized List<String> tokens() {
    return tokens.stream().distinct().toList();
  }

  /** What {@code deploy_from_api} was called with, if it was. */
  public synchronized @Nullable JsonNode deployedWith() {
    return deployedWith;
  }

  public String address() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  private Handler handler() {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        String route = Request.getPathInContext(request).substring(1);
        ObjectNode error = JSON.createObjectNode();
        int status = 200;
        JsonNode answer = error;
        try {
          noteToken(request);
          status = nextStatus(route);
          if (status == 200) {
            answer = answer(route, request);
          } else {
            Request.asInputStream(request).readAllBytes(); // as web frameworks do
            error
                .putObject("detail")
                .put("title", "Oops! Something went wrong")
                .put("message", "RuntimeError('scripted')");
          }
        } catch (UnknownRoute e) {
          status = 404;
          answer = error.put("detail", "Not Found");
        } catch (IOException | RuntimeException e) {
          status = 500;
          error
              .putObject("detail")
              .put("title", "Oops! Something went wrong")
              .put("message", String.valueOf(e));
          answer = error;
        }
        response.setStatus(status);
        response.getHeaders().put("Content-Type", "application/json");
        response.write(
            true, ByteBuffer.wrap(answer.toString().getBytes(StandardCharsets.UTF_8)), callback);
        return true;
      }
    };
  }

  private static final class UnknownRoute extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private synchronized void noteToken(Request request) {
    String token = request.getHeaders().get("x-api-key");
    tokens.add(token == null ? "" : token);
  }

  private synchronized int nextStatus(String route) {
    Integer next = failures.getOrDefault(route, new ArrayDeque<>()).poll();
    return next == null ? 200 : next;
  }

  private JsonNode answer(String route, Request request) throws IOException {
    if (route.equals("inference_batch")) {
      return predict(request);
    }
    return answer(route, JSON.readTree(Content.Source.asString(request)).path("state"));
  }

  /** The answer to a question that comes without images. */
  public synchronized JsonNode answer(String route, JsonNode state) {
    ObjectNode answer = JSON.createObjectNode();
    switch (route) {
      case "is_running" -> answer.put("running", true).put("mode", "production");
      case "get_session_info" -> {
        loaded(); // as the real one, which asks its model
        answer
            .put("app_name", "Serve Test")
            .put("batch_inference_support", true)
            .put("max_batch_size", maxBatchSize)
            .put("task type", "object detection");
      }
      case "get_model_meta" -> {
        return meta();
      }
      case "get_custom_inference_settings" -> answer.put("settings", settings);
      case "get_deploy_info" -> {
        loaded();
        answer
            .put("model_name", modelName)
            .put("checkpoint_name", checkpoint.substring(checkpoint.lastIndexOf('/') + 1))
            .put("custom_checkpoint_path", checkpoint)
            .put("architecture", "TinyNet")
            .put("model_source", checkpoint.isEmpty() ? "Pretrained models" : "Custom models")
            .put("task_type", "object detection")
            .put("device", "cuda:0")
            .put("hardware", "a card of " + address());
      }
      case "deploy_from_api" -> {
        deployedWith = state;
        if (loadable == null) {
          throw new IllegalStateException("CUDA out of memory");
        }
        serves(
            loadable,
            state.path("model_name").asText("Tiny"),
            state.at("/deploy_params/model_files/checkpoint").asText(""));
        answer.put("result", "model was successfully deployed");
      }
      default -> throw new UnknownRoute();
    }
    return answer;
  }

  private synchronized Model loaded() {
    if (model == null) {
      throw new IllegalStateException("Model is not deployed");
    }
    return model;
  }

  private ObjectNode meta() {
    MetaJson meta = MetaJson.empty().withTag("confidence", "any_number");
    for (LabelClass each : loaded().card().classes()) {
      meta = meta.withClass(each);
    }
    return meta.json();
  }

  private JsonNode predict(Request request) throws IOException {
    String type = request.getHeaders().get("Content-Type");
    MultiPartConfig config =
        new MultiPartConfig.Builder().location(temporary).maxMemoryPartSize(1 << 24).build();
    List<String> names = new ArrayList<>();
    JsonNode state = JSON.createObjectNode();
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(request, request, type, config)) {
      for (MultiPart.Part part : parts) {
        try (InputStream in = Content.Source.asInputStream(part.createContentSource())) {
          if ("files".equals(part.getName())) {
            names.add(String.valueOf(part.getFileName()));
            cache.putIfAbsent(String.valueOf(part.getFileName()), in.readAllBytes());
          } else {
            state = JSON.readTree(in.readAllBytes());
          }
        }
      }
    }
    synchronized (this) {
      states.add(state);
      if (state.path("batch_size").asInt(1) > maxBatchSize) {
        throw new IllegalArgumentException("batch size");
      }
    }
    ArrayNode items = JSON.createArrayNode();
    double conf = state.path("settings").path("conf").asDouble(0);
    for (String name : names) {
      items.addObject().set("annotation", annotation(cache.getOrDefault(name, new byte[0]), conf));
    }
    return items;
  }

  private ObjectNode annotation(byte[] image, double conf) {
    ObjectNode annotation = JSON.createObjectNode().put("description", "");
    try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(image);
        Model.PreparedImage prepared = loaded().prepare(picture);
        Model.InferredBatch inferred = loaded().infer(List.of(prepared))) {
      annotation.putObject("size").put("height", picture.height()).put("width", picture.width());
      annotation.putArray("tags");
      ArrayNode objects = annotation.putArray("objects");
      for (Label label : inferred.labels(0)) {
        if (label.score().orElse(1) >= conf) {
          objects.add(wholePixels(FileCoordinates.toFile(LabelJson.object(label))));
        }
      }
    }
    return annotation;
  }

  private static ObjectNode wholePixels(ObjectNode object) {
    GeometryCoordinates.edit(
        object.path("geometryType").asText(),
        object,
        (role, axis, value) -> value.setScale(0, RoundingMode.HALF_EVEN));
    return object;
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
