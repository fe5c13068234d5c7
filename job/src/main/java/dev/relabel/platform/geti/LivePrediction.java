package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.image.EncodedPicture;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.ServedModelInfo;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.http.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A project's pipeline as a model. The server takes one image at a time, so several calls are under
 * way at once.
 *
 * <p>Somebody may train the model anew or make another one active, which is asked once a minute: a
 * run does not go on then, but may have predictions of the new one from the minute before.
 */
final class LivePrediction implements ModelServer {
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
  private record Serving(String place, ProjectLabels project, ServedModelInfo info) {}

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
        GetiCallers.open(connection, connection, GetiConnection.PREDICTIONS_PER_SECOND, 1, time),
        time);
  }

  @Override
  public ServedModelInfo info() {
    return serving().info();
  }

  private Serving serving() {
    String place = new GetiPlaces(caller, pipeline.connection()).project(pipeline.project());
    String subject = "project " + pipeline.project();
    ProjectLabels project =
        caller.call(
            new GetiQuery<>(
                "project",
                place + "?include_deleted_labels=true",
                subject,
                answer -> ProjectLabels.read(answer, pipeline.task())));
    String ofTask = pipeline.task().map(id -> "?task_id=" + id).orElse("");
    Set<String> models =
        caller.call(
            new GetiQuery<>(
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
    Scene scene = caller.call(new PredictImage(resource, image));
    return new PredictedLabels(serving.project(), pipeline.address())
        .of(scene, image.width(), image.height());
  }

  @Override
  public void close() {
    calls.shutdownNow();
    caller.close();
  }
}
