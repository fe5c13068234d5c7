package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.JettyTransport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serving apps that run on a platform. Confined to one thread. */
public final class ServingApps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServingApps.class);

  private final Caller caller;

  private ServingApps(Caller caller) {
    this.caller = caller;
  }

  /** The apps of that platform. Nothing is sent yet. */
  public static ServingApps on(SuperviselyConnection platform) {
    RateLimit rate = new RateLimit(platform.requestsPerSecond(), 1, Time.SYSTEM);
    return new ServingApps(
        PlatformCaller.of(
            platform, JettyTransport.start(platform), rate, Time.SYSTEM, new Random()));
  }

  /**
   * An app that serves a model.
   *
   * @param task its task's ID
   * @param source where the model comes from, such as {@code Pretrained models}
   * @param framework its framework, such as {@code RT-DETRv2}
   * @param model the model's name; of one that was trained on, the name of what it began as
   * @param checkpoint the weights' name or path in Team Files; empty if the app does not say
   */
  public record Running(
      long task, String source, String framework, String model, String checkpoint) {
    /** Whether a person may mean this model by that name. */
    public boolean isCalled(String name) {
      return name.equals(model)
          || name.equals(checkpoint)
          || checkpoint.endsWith("/" + name)
          || name.equals(framework + "/" + model);
    }

    /** Whether it is just this model. */
    public boolean serves(ServedByPlatform wanted) {
      return source.equals(wanted.source())
          && framework.equals(wanted.framework())
          && wanted.reportedAs().contains(wanted.isPretrained() ? model : checkpoint);
    }

    @Override
    public String toString() {
      return "task %s: %s".formatted(task, (model + " " + checkpoint).strip());
    }
  }

  /**
   * Apps that run and have a model; those that do not answer are left out.
   *
   * @param workspace where to look; empty for all workspaces that the token's user sees
   * @param team the only team to look at; empty for all
   */
  public List<Running> running(OptionalLong workspace, OptionalLong team) {
    Set<Long> modules = new HashSet<>();
    ObjectNode serving = Json.object().put("categoriesOperation", "and");
    serving.putArray("categories").add("serve");
    ListEntities.all(caller, "ecosystem.list", serving)
        .forEach(module -> modules.add(Json.integer(module, "id", 0)));
    List<Running> running = new ArrayList<>();
    List<Long> looked =
        workspace.isPresent()
            ? List.of(workspace.getAsLong())
            : workspaces().stream()
                .filter(each -> team.isEmpty() || each.team() == team.getAsLong())
                .map(Workspace::id)
                .toList();
    for (long each : looked) {
      for (TaskInfo task : started(each)) {
        if (modules.contains(task.module())) {
          deployed(task, running);
        }
      }
    }
    return running;
  }

  /** A workspace and its team. */
  public record Workspace(long id, long team, String name) {}

  /** All workspaces that the token's user sees. */
  public List<Workspace> workspaces() {
    List<Workspace> workspaces = new ArrayList<>();
    for (JsonNode team : ListEntities.all(caller, "teams.list", listed())) {
      long teamId = Json.integer(team, "id");
      ListEntities.all(caller, "workspaces.list", listed().put("teamId", teamId))
          .forEach(
              each ->
                  workspaces.add(
                      new Workspace(
                          Json.integer(each, "id"), teamId, Json.text(each, "name", ""))));
    }
    return workspaces;
  }

  private static ObjectNode listed() {
    ObjectNode asked = Json.object();
    asked.putArray("filter");
    return asked;
  }

  private List<TaskInfo> started(long workspace) {
    ObjectNode asked = Json.object().put("workspaceId", workspace);
    asked.set(
        "filter",
        Page.filter("status", "in", Json.array().add(TextNode.valueOf("started")).add("deployed")));
    return ListEntities.all(caller, "tasks.list", asked).stream().map(TaskInfo::read).toList();
  }

  private void deployed(TaskInfo task, List<Running> running) {
    try {
      JsonNode info = caller.call(AskTask.quick(task.id(), "get_deploy_info"));
      running.add(
          new Running(
              task.id(),
              Json.text(info, "model_source", ""),
              Json.text(info, "architecture", ""),
              Json.text(info, "model_name", ""),
              Json.text(info, "custom_checkpoint_path", Json.text(info, "checkpoint_name", ""))));
    } catch (PlatformException e) {
      LOG.info("{} does not say what it serves: {}", task, e.getMessage());
    }
  }

  @Override
  public void close() {
    caller.close();
  }
}
