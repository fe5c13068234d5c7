package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.Training;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a project's tasks train by themselves, as servers from 2.12 on say it for the whole
 * project, and those before for each task.
 *
 * @param isToPause what the connection says
 */
record AutoTraining(Caller caller, GetiProjects projects, boolean isToPause) implements Training {

  @Override
  public List<String> automatic(ProjectId project) {
    GetiProject known = projects.project(project);
    List<String> automatic = new ArrayList<>();
    for (String task : tasks(known)) {
      if (isAutomatic(known, task)) {
        automatic.add(task);
      }
    }
    return automatic;
  }

  private static List<String> tasks(GetiProject project) {
    List<String> tasks = new ArrayList<>();
    for (JsonNode each : project.json().path("pipeline").path("tasks")) {
      if (each.has("labels")) { // others cannot be trained
        tasks.add(GetiIds.require(Json.text(each, "id")));
      }
    }
    return tasks;
  }

  private boolean isAutomatic(GetiProject project, String task) {
    try {
      return caller.call(
          new GetiQuery<>(
              "configuration.get",
              ofProject(project),
              "the configuration of project " + project.id(),
              answer -> isAutomatic(answer, task)));
    } catch (NotOnPlatformException | PlatformRejectedException e) {
      return caller.call(
          new GetiQuery<>(
              "configuration.get",
              ofTask(project, task),
              "the configuration of task " + task,
              AutoTraining::isAutomatic));
    }
  }

  private static String ofProject(GetiProject project) {
    return project.place() + "/project_configuration";
  }

  private static String ofTask(GetiProject project, String task) {
    return "%s/configuration/task_chain/%s".formatted(project.place(), GetiIds.checked(task));
  }

  private static boolean isAutomatic(JsonNode configuration, String task) {
    for (JsonNode each : Json.array(configuration, "task_configs")) {
      if (each.path("task_id").asText().equals(task)) {
        for (JsonNode setting : each.path("auto_training")) {
          if (setting.path("key").asText().equals("enable")) {
            return setting.path("value").asBoolean(false);
          }
        }
      }
    }
    return false;
  }

  private static boolean isAutomatic(JsonNode configuration) {
    for (JsonNode component : Json.array(configuration, "components")) {
      for (JsonNode each : component.path("parameters")) {
        if (each.path("name").asText().equals("auto_training")) {
          return each.path("value").asBoolean(false);
        }
      }
    }
    return false;
  }

  @Override
  public void setAutomatic(ProjectId project, List<String> tasks, Automatic automatic) {
    GetiProject known = projects.project(project);
    for (String task : tasks) {
      set(known, task, automatic == Automatic.ON);
    }
  }

  private void set(GetiProject project, String task, boolean value) {
    ObjectNode config = Json.object();
    ObjectNode one = config.putArray("task_configs").addObject().put("task_id", task);
    one.putArray("auto_training").addObject().put("key", "enable").put("value", value);
    try {
      write("PATCH", ofProject(project), config, task);
    } catch (NotOnPlatformException | PlatformRejectedException e) {
      write("POST", ofTask(project, task), components(project, task, value), task);
    }
  }

  /** What the server names its components by is what it wants to be told back. */
  private ObjectNode components(GetiProject project, String task, boolean value) {
    ObjectNode body = Json.object();
    ArrayNode components = body.putArray("components");
    JsonNode known =
        caller.call(
            new GetiQuery<>(
                "configuration.get",
                ofTask(project, task),
                "the configuration of task " + task,
                answer -> answer));
    for (JsonNode component : Json.array(known, "components")) {
      for (JsonNode each : component.path("parameters")) {
        if (each.path("name").asText().equals("auto_training")) {
          ObjectNode sent = components.addObject();
          sent.set("entity_identifier", component.path("entity_identifier"));
          sent.putArray("parameters").addObject().put("name", "auto_training").put("value", value);
        }
      }
    }
    return body;
  }

  private void write(String verb, String resource, ObjectNode body, String task) {
    caller.call(
        new GetiCommand<>(
            "configuration.set",
            verb,
            resource,
            Payload.json(body),
            "the configuration of task " + task,
            Repeat.SAFE, // twice is the same as once
            answer -> true));
  }
}
