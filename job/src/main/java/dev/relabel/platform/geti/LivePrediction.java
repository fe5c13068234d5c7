package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.EncodedPicture;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.ServedModelInfo;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.GetiProject.ProjectLabel;
import dev.relabel.platform.geti.format.LabelledShape;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.ScoredLabel;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.http.Advice;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.JettyTransport;
import dev.relabel.platform.http.ServerErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A project's pipeline as a model. The server takes one image at a time, so several calls are under
 * way at once.
 *
 * <p>Somebody may train the model anew or make another one active, which is asked once a minute:
 * predictions of two models are not mixed in a run.
 */
final class LivePrediction implements ModelServer {
  private static final Advice ADVICE =
      new Advice(
          "Geti server",
          "server",
          "GETI_HOST",
          "The token is wrong, expired or of another organisation. Set GETI_TOKEN to a personal"
              + " access token of a user of the project");

  private static final Logger LOG = LoggerFactory.getLogger(LivePrediction.class);

  private static final long CHECK_NANOS = Duration.ofMinutes(1).toNanos();

  private final GetiPipeline pipeline;
  private final Caller caller;
  private final Time time;
  private final ExecutorService calls;

  /** Guards the fields below; never held while something is sent. */
  private final Object lock = new Object();

  private @Nullable Serving serving;
  private long checkedAt;

  /** What is served and where. */
  private record Serving(String place, GetiProject project, ServedModelInfo info) {}

  private LivePrediction(GetiPipeline pipeline, Caller caller, Time time) {
    this.pipeline = pipeline;
    this.caller = caller;
    this.time = time;
    this.calls =
        Executors.newFixedThreadPool(
            pipeline.connection().connections(),
            work -> {
              Thread thread = new Thread(work, "relabel-geti");
              thread.setDaemon(true);
              return thread;
            });
  }

  static LivePrediction open(GetiPipeline pipeline) {
    return open(pipeline, Time.SYSTEM);
  }

  /**
   * A client.
   *
   * @param time by which it waits and looks again
   */
  static LivePrediction open(GetiPipeline pipeline, Time time) {
    GetiConnection connection = pipeline.connection();
    return new LivePrediction(
        pipeline,
        new Caller(
            connection,
            JettyTransport.start(connection),
            new RateLimit(GetiConnection.PREDICTIONS_PER_SECOND, 1, time),
            time,
            new Random(),
            new ServerErrors(connection.server().toString(), ADVICE)),
        time);
  }

  @Override
  public ServedModelInfo info() {
    return serving().info();
  }

  private Serving serving() {
    String place = new GetiPlaces(caller, pipeline.connection()).project(pipeline.project());
    String subject = "project " + pipeline.project();
    GetiProject project =
        caller.call(
            new GetiCall<>(
                "project",
                place + "?include_deleted_labels=true",
                subject,
                answer -> GetiProject.read(answer, pipeline.task())));
    String ofTask = pipeline.task().map(id -> "?task_id=" + id).orElse("");
    Set<String> models =
        caller.call(
            new GetiCall<>(
                "model_groups",
                place + "/model_groups" + ofTask,
                subject,
                LivePrediction::activeModels));
    Serving now =
        new Serving(
            place,
            project,
            new ServedModelInfo(
                project.name(),
                "geti %s %s %s %s"
                    .formatted(pipeline.project(), pipeline.pipeline(), models, project.labels()),
                project.classes(),
                "{}",
                pipeline.connection().connections()));
    synchronized (lock) {
      serving = serving == null ? now : serving;
      if (serving.info().identity().equals(now.info().identity())) {
        checkedAt = time.nanos(); // else everybody is told at once
      }
    }
    return now;
  }

  private static Set<String> activeModels(JsonNode answer) {
    Set<String> active = new TreeSet<>();
    for (JsonNode group : Json.array(answer, "model_groups")) {
      for (JsonNode model : group.path("models")) {
        if (model.path("active_model").asBoolean(false)) {
          active.add(Json.text(model, "id"));
        }
      }
    }
    return active;
  }

  @Override
  public List<List<Label>> predict(List<EncodedPicture> images, String settings) {
    Serving first = first();
    List<Future<List<Label>>> answers = new ArrayList<>(images.size());
    for (EncodedPicture image : images) {
      answers.add(calls.submit(() -> predict(first, image)));
    }
    try {
      List<List<Label>> labels = new ArrayList<>(images.size());
      for (Future<List<Label>> answer : answers) {
        labels.add(answer.get());
      }
      return labels;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("A prediction ended with " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformRejectedException(
          pipeline.address() + " was not waited for, as the work stops", e);
    } finally {
      answers.forEach(answer -> answer.cancel(true));
    }
  }

  private Serving first() {
    Serving first;
    boolean isDue;
    synchronized (lock) {
      first = serving;
      isDue = first == null || time.nanos() - checkedAt > CHECK_NANOS;
    }
    Serving now = isDue || first == null ? serving() : first;
    if (first != null && !now.info().identity().equals(first.info().identity())) {
      throw new PlatformRejectedException(
          "%s has another model now, or other labels. Put the old one back and run the same command again, or start a new run with another --run-dir."
              .formatted(pipeline.address()),
          null);
    }
    return now;
  }

  private List<Label> predict(Serving serving, EncodedPicture image) {
    String resource = "%s/pipelines/%s:predict".formatted(serving.place(), pipeline.pipeline());
    return labels(caller.call(new PredictImage(resource, image)), serving.project(), image);
  }

  private List<Label> labels(Scene scene, GetiProject project, EncodedPicture image) {
    for (ObjectNode each : scene.foreign()) {
      String type = Json.text(each.path("shape"), "type", "");
      if (!ShapeJson.isKnown(type)) {
        throw new RefusedContentException(
            "%s answers with a shape that is not known: '%s'".formatted(pipeline.address(), type),
            null);
      }
      LOG.debug("{} answers with an empty {}", pipeline.address(), type);
    }
    List<Label> labels = new ArrayList<>();
    for (LabelledShape each : scene.annotations()) {
      for (ScoredLabel label : each.labels()) {
        label(each.shape(), label, project.labels(), image).ifPresent(labels::add);
      }
    }
    labels.sort(Comparator.comparingDouble((Label each) -> -each.score().orElse(1)));
    return labels;
  }

  private Optional<Label> label(
      Geometry shape, ScoredLabel scored, Map<String, ProjectLabel> known, EncodedPicture image) {
    ProjectLabel label = known.get(scored.id());
    if (label == null) {
      throw new PlatformRejectedException(
          "%s predicts label %s, which the project did not have when the run began: its labels have changed. Start a new run with another --run-dir."
              .formatted(pipeline.address(), scored.id()),
          null);
    }
    if (label.isNothing()) {
      return Optional.empty();
    }
    Optional<? extends Geometry> place =
        label.task().isGlobal()
            ? Optional.of(WholeImage.INSTANCE)
            : named(shape, label.name()).clipped(image.width(), image.height());
    return place.map(
        at ->
            new Label(
                label.name(),
                at,
                OptionalDouble.of(scored.probability()),
                List.of(),
                Origin.MACHINE));
  }

  /** The node of a keypoint is named by its label. */
  private static Geometry named(Geometry shape, String name) {
    return shape instanceof Keypoints keypoints
        ? new Keypoints(
            keypoints.nodes().stream()
                .map(node -> new Keypoints.Node(name, node.at(), node.visible()))
                .toList())
        : shape;
  }

  @Override
  public void close() {
    calls.shutdownNow();
    caller.close();
  }
}
