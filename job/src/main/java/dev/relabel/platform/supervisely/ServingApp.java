package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.image.EncodedPicture;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.ModelServerConnection;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.ServedModelInfo;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.AnswerTooSlowException;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.JettyTransport;
import dev.relabel.platform.http.RefusedException;
import dev.relabel.platform.http.ServerErrors;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serving app of Supervisely: a model behind the routes of {@code supervisely.nn.inference}.
 *
 * <p>An app that runs as a task may be started again by the platform; it then keeps the task's ID
 * and may get another session, which is looked up when calls fail. The app may also be given
 * another model by somebody, which is asked once a minute and after every failure of the model:
 * predictions of two models are not mixed in a run.
 */
final class ServingApp implements ModelServer {
  private static final Logger LOG = LoggerFactory.getLogger(ServingApp.class);

  /** A batch of large images on a processor takes its time. */
  private static final Duration CALL = Duration.ofMinutes(10);

  /** How long an app may be believed to serve the same model still. */
  private static final long CHECK_NANOS = Duration.ofMinutes(1).toNanos();

  private static final double CALLS_PER_SECOND = 100;

  /** How long an app may take to get its model back, say after the platform has restarted it. */
  private static final Duration RELOAD = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofSeconds(5);

  private final ModelServerConnection connection;
  private final Time time;
  private final @Nullable ServingTask task;
  private final @Nullable Caller platform;

  /** Guards the fields below; never held while something is sent. */
  private final Object lock = new Object();

  private @Nullable Caller app;
  private String session = "";
  private @Nullable ServedModelInfo first;
  private long checkedAt;

  private ServingApp(
      ModelServerConnection connection,
      @Nullable ServingTask task,
      @Nullable Caller platform,
      @Nullable Caller app,
      Time time) {
    this.connection = connection;
    this.time = time;
    this.task = task;
    this.platform = platform;
    this.app = app;
  }

  static ServingApp open(ServingTask task) {
    SuperviselyConnection platform = task.platform();
    return new ServingApp(
        task,
        task,
        caller(
            platform, new ServerErrors(platform.server().toString(), SuperviselyAdvice.PLATFORM)),
        null,
        Time.SYSTEM);
  }

  static ServingApp open(ServingAddress address) {
    return open(address, Time.SYSTEM);
  }

  /**
   * An app at an address.
   *
   * @param time by which it waits for its model
   */
  static ServingApp open(ServingAddress address, Time time) {
    return new ServingApp(address, null, null, appCaller(address.app(), address.address()), time);
  }

  private static Caller appCaller(SuperviselyConnection app, String name) {
    SuperviselyConnection patient = app.withTimeouts(app.connectTimeout(), CALL, CALL);
    return caller(patient, new ServerErrors(name, SuperviselyAdvice.SERVING_APP));
  }

  private static Caller caller(SuperviselyConnection connection, ServerErrors errors) {
    return new Caller(
        connection,
        JettyTransport.start(connection),
        new RateLimit(CALLS_PER_SECOND, 1, Time.SYSTEM),
        Time.SYSTEM,
        new Random(),
        errors);
  }

  @Override
  public ServedModelInfo info() {
    ServedModelInfo info = AppInfo.read(this::ask, connection.address());
    synchronized (lock) {
      first = first == null ? info : first;
      checkedAt = time.nanos();
    }
    return info;
  }

  @Override
  public List<List<Label>> predict(List<EncodedPicture> images, String settings) {
    boolean isDue;
    synchronized (lock) {
      isDue = first == null || time.nanos() - checkedAt > CHECK_NANOS;
    }
    if (isDue) {
      refuseOtherModel();
    }
    ObjectNode own =
        Json.asObject(Json.read(settings.getBytes(StandardCharsets.UTF_8)), "settings");
    return predict(images, own);
  }

  private List<List<Label>> predict(List<EncodedPicture> images, ObjectNode settings) {
    try {
      return ask(new PredictImages(images, settings));
    } catch (AnswerTooSlowException e) {
      return inHalves(images, settings, e);
    } catch (RefusedException e) {
      if (e.status() == HttpStatus.GATEWAY_TIMEOUT_504 && images.size() > 1) {
        return inHalves(images, settings, e);
      }
      refuseOtherModel(); // an app without its model fails on every image, which is no image's
      // fault
      throw e;
    }
  }

  private List<List<Label>> inHalves(
      List<EncodedPicture> images, ObjectNode settings, PlatformException cause) {
    LOG.warn(
        "{} takes too long for {} images, so they go in halves: {}",
        connection.address(),
        images.size(),
        cause.getMessage());
    int middle = images.size() / 2;
    List<List<Label>> labels = new ArrayList<>(predict(images.subList(0, middle), settings));
    labels.addAll(predict(images.subList(middle, images.size()), settings));
    return labels;
  }

  private void refuseOtherModel() {
    ServedModelInfo now = infoOnceThere();
    ServedModelInfo before;
    synchronized (lock) {
      before = first == null ? now : first;
    }
    if (!now.identity().equals(before.identity())) {
      throw new PlatformRejectedException(
          "%s serves another model now, or with other settings (%s, before: %s). Put the old one back and run the same command again, or start a new run with another --run-dir."
              .formatted(connection.address(), now.name(), before.name()),
          null);
    }
  }

  /** An app that was started again, or is just being given a model, has none for a while. */
  private ServedModelInfo infoOnceThere() {
    long end = time.nanos() + RELOAD.toNanos();
    while (true) {
      try {
        return info();
      } catch (AppInfo.NoModelException e) {
        if (time.nanos() > end) {
          throw e;
        }
        LOG.warn("Waiting for a model: {}", e.getMessage());
        try {
          time.sleep(POLL);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private <T> T ask(Endpoint<T> endpoint) {
    Caller current = app();
    try {
      return current.call(endpoint);
    } catch (RefusedContentException e) {
      throw e;
    } catch (PlatformException e) {
      if (task == null) {
        throw e;
      }
      Optional<Caller> moved = moved(current);
      if (moved.isEmpty()) {
        throw e;
      }
      return moved.get().call(endpoint);
    }
  }

  private Caller app() {
    synchronized (lock) {
      if (app != null) {
        return app;
      }
    }
    return connect(fetchTask());
  }

  /** The app at its new session, if it has got one since. */
  private Optional<Caller> moved(Caller old) {
    TaskInfo info = fetchTask();
    synchronized (lock) {
      if (app != null && app != old) {
        return Optional.of(app); // another thread has found it
      }
      if (info.session().equals(session)) {
        return Optional.empty();
      }
    }
    return Optional.of(connect(info));
  }

  private TaskInfo fetchTask() {
    if (platform == null || task == null) {
      throw new IllegalStateException("Not a task");
    }
    TaskInfo info = platform.call(new FetchTask(task.task()));
    if (info.isOver() || info.session().isEmpty()) {
      throw new PlatformRejectedException(
          "%s is no running app: its status is '%s'. Start it again, or name the task that took its place: --connect find lists those that run. A run that has begun goes on with any task that serves the same model."
              .formatted(connection.address(), info.status()),
          null);
    }
    return info;
  }

  private Caller connect(TaskInfo info) {
    if (task == null) {
      throw new IllegalStateException("Not a task");
    }
    SuperviselyConnection at = task.platform();
    URI address = URI.create(at.server() + "/net/" + info.session());
    Caller made = appCaller(at.withApi(address.toString()), connection.address());
    synchronized (lock) {
      if (app != null && session.equals(info.session())) {
        made.close();
        return app;
      }
      // The old one stays open for calls of other threads that still wait for it; it ends with the
      // process, and tasks seldom start again.
      app = made;
      session = info.session();
      return made;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (app != null) {
        app.close();
      }
    }
    if (platform != null) {
      platform.close();
    }
  }
}
