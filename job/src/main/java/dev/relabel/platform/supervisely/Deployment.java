package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.JettyTransport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A serving app that this program has started on the platform, and stops when it is closed.
 * Confined to one thread, except that {@link #close} may be called by any, once or again.
 */
public final class Deployment implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(2);

  /** Its container may have to be fetched, and a model loaded and compiled. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final int LOAD_SECONDS = 1200;

  /** Somebody who has pressed Ctrl-C waits for it. */
  private static final Duration STOPPING = Duration.ofSeconds(60);

  private final SuperviselyConnection platform;
  private final Caller caller;
  private final Caller patient;
  private final Time time;
  private final Consumer<String> notes;
  private long task;
  private boolean closed;

  private Deployment(
      SuperviselyConnection platform,
      Caller caller,
      Caller patient,
      Time time,
      Consumer<String> notes) {
    this.platform = platform;
    this.caller = caller;
    this.patient = patient;
    this.time = time;
    this.notes = notes;
  }

  /**
   * Where an app is started.
   *
   * @param workspace the workspace it belongs to
   * @param team the workspace's team
   * @param agent the computer; empty for the one with the most GPU memory free
   */
  public record Place(long workspace, long team, OptionalLong agent) {}

  /**
   * Starts an app, waits until it runs, and gives it its model.
   *
   * @param notes is told how far it is
   * @throws PlatformException if it cannot be started or loaded; it is stopped again then
   */
  public static Deployment start(
      SuperviselyConnection platform, ServedByPlatform model, Place place, Consumer<String> notes) {
    return start(platform, model, place, notes, Time.SYSTEM);
  }

  static Deployment start(
      SuperviselyConnection platform,
      ServedByPlatform model,
      Place place,
      Consumer<String> notes,
      Time time) {
    Deployment deployment =
        new Deployment(platform, caller(platform, time), caller(slow(platform), time), time, notes);
    // An app on a GPU costs money for as long as nobody stops it. People interrupt while it starts.
    Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "relabel-stop-app"));
    try {
      deployment.run(model, place);
      return deployment;
    } catch (RuntimeException e) {
      deployment.close();
      throw e;
    }
  }

  private static Caller caller(SuperviselyConnection platform, Time time) {
    RateLimit rate = new RateLimit(platform.requestsPerSecond(), 1, time);
    return PlatformCaller.of(platform, JettyTransport.start(platform), rate, time, new Random());
  }

  /** For the order to load a model, which is answered when that is done. */
  private static SuperviselyConnection slow(SuperviselyConnection platform) {
    return platform.withTimeouts(platform.connectTimeout(), PATIENCE, PATIENCE);
  }

  /** The running app. */
  public ServingTask app() {
    return new ServingTask(platform, task);
  }

  private void run(ServedByPlatform model, Place place) {
    long module = module(model.framework());
    long agent = place.agent().isPresent() ? place.agent().getAsLong() : freeAgent(place.team());
    long started;
    try {
      started =
          caller.call(new StartApp(agent, place.workspace(), module, "Relabel: " + model.name()));
    } catch (OutcomeUnknownException e) {
      throw new PlatformUnavailableException(
          "%s Look at the workspace's tasks and stop an app called 'Relabel: %s' that nobody needs."
              .formatted(e.getMessage(), model.name()),
          e);
    }
    synchronized (this) {
      task = started;
    }
    notes.accept(
        "started the serving app of %s as task %s on agent %s; it is stopped when the run ends"
            .formatted(model.framework(), started, agent));
    awaitApp(started);
    load(started, model);
    notes.accept("task %s serves %s".formatted(started, model.name()));
  }

  private long module(String framework) {
    ObjectNode asked = Json.object().put("categoriesOperation", "and");
    asked.putArray("categories").add("serve").add("framework:" + framework);
    List<JsonNode> modules;
    try {
      modules = ListEntities.all(caller, "ecosystem.list", asked);
    } catch (RefusedContentException e) {
      modules = List.of();
    }
    if (modules.isEmpty()) {
      throw new PlatformRejectedException(
          "%s has no app that serves models of the framework '%s'. Frameworks are written as the platform does, such as RT-DETRv2 or YOLO."
              .formatted(platform.server(), framework),
          null);
    }
    return Json.integer(modules.get(0), "id");
  }

  private long freeAgent(long team) {
    return caller
        .call(new ListAgents(team))
        .orElseThrow(
            () ->
                new PlatformRejectedException(
                    "No computer with a GPU is available to team %s at %s. Connect one on the platform (Cluster > Add agent) or wait until one is free; --agent-id takes any, one without a GPU too."
                        .formatted(team, platform.server()),
                    null));
  }

  private void awaitApp(long started) {
    long end = time.nanos() + PATIENCE.toNanos();
    while (!isRunning(started)) {
      TaskInfo info = caller.call(new FetchTask(started));
      if (info.isOver()) {
        throw new PlatformRejectedException(
            "The serving app ended before it was ready: task %s at %s has the status '%s'. Its log on the platform says why."
                .formatted(started, platform.server(), info.status()),
            null);
      }
      if (time.nanos() > end) {
        throw new PlatformUnavailableException(
            "The serving app of task %s at %s did not get ready within %s minutes; its status is '%s'. Its log on the platform says why."
                .formatted(started, platform.server(), PATIENCE.toMinutes(), info.status()),
            null);
      }
      pause();
    }
  }

  private boolean isRunning(long started) {
    try {
      return caller.call(AskTask.quick(started, "is_running")).path("running").asBoolean(false);
    } catch (RefusedContentException | NotOnPlatformException e) {
      return false; // how the platform says that the app does not answer yet
    }
  }

  private void load(long started, ServedByPlatform model) {
    try {
      patient.call(
          new AskTask(started, "deploy_from_api", model.state(), LOAD_SECONDS, Repeat.NEVER));
    } catch (OutcomeUnknownException | PlatformUnavailableException e) {
      // Gateways give up on work that goes on behind them.
      notes.accept("task %s has not answered yet and may still be loading".formatted(started));
      awaitModel(started, model, e);
    } catch (PlatformException e) {
      throw notLoaded(started, model, e);
    }
  }

  private PlatformRejectedException notLoaded(
      long started, ServedByPlatform model, PlatformException cause) {
    return new PlatformRejectedException(
        "The serving app of task %s could not load %s: %s Its log on the platform says why."
            .formatted(started, model.name(), cause.getMessage()),
        cause);
  }

  private void awaitModel(long started, ServedByPlatform model, PlatformException lost) {
    long end = time.nanos() + PATIENCE.toNanos();
    while (true) {
      try {
        caller.call(AskTask.quick(started, "get_deploy_info"));
        return;
      } catch (RefusedContentException | NotOnPlatformException e) {
        if (time.nanos() > end || caller.call(new FetchTask(started)).isOver()) {
          throw notLoaded(started, model, lost);
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      time.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformUnavailableException("Interrupted while an app was starting", e);
    }
  }

  /** Stops the app. What cannot be stopped is named, so that somebody else can. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean isInterrupted = Thread.interrupted(); // else nothing could be sent
    try {
      if (task > 0) {
        caller.call(new StopTask(task), Deadline.in(STOPPING, time));
        notes.accept("stopped task " + task);
      }
    } catch (PlatformException e) {
      notes.accept(
          "task %s at %s could not be stopped, so stop it on the platform: %s"
              .formatted(task, platform.server(), e.getMessage()));
    } finally {
      caller.close();
      patient.close();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
