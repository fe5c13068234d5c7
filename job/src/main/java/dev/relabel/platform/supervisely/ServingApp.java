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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A serving app of Supervisely: a model behind the routes of {@code supervisely.nn.inference}.
 *
 * <p>An app that runs as a task may be started again by the platform; it then keeps the task's ID
 * and may get another session, which is looked up when calls fail. The app may also be given
 * another model by somebody, which is asked once a minute and after every failure of the model:
 * predictions of two models are not mixed in a run.
 */
final class ServingApp implements ModelServer {
  /** A batch of large images on a processor takes its time. */
  private static final Duration CALL = Duration.ofMinutes(10);

  /** How long an app may be believed to serve the same model still. */
  private static final long CHECK_NANOS = Duration.ofMinutes(1).toNanos();

  private static final double CALLS_PER_SECOND = 100;

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
      @Nullable Caller app) {
    this.connection = connection;
    this.time = Time.SYSTEM;
    this.task = task;
    this.platform = platform;
    this.app = app;
  }

  static ServingApp open(ServingTask task) {
    SuperviselyConnection platform = task.platform();
    return new ServingApp(
        task,
        task,
        caller(platform, new SuperviselyErrors(platform.server().toString(), Advice.PLATFORM)),
        null);
  }

  static ServingApp open(ServingAddress address) {
    return new ServingApp(address, null, null, appCaller(address.app(), address.address()));
  }

  private static Caller appCaller(SuperviselyConnection app, String name) {
    SuperviselyConnection patient = app.withTimeouts(app.connectTimeout(), CALL, CALL);
    return caller(patient, new SuperviselyErrors(name, Advice.SERVING_APP));
  }

  private static Caller caller(SuperviselyConnection connection, SuperviselyErrors errors) {
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
    try {
      return ask(new PredictImages(images, own));
    } catch (RefusedContentException e) {
      refuseOtherModel(); // an app without its model fails on every image, which is no image's
      // fault
      throw e;
    }
  }

  private void refuseOtherModel() {
    ServedModelInfo now = info();
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
