package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.geti.Trainings.Automatic;
import dev.relabel.platform.format.Json;
import java.io.IOException;

/** Whether tasks train by themselves, as servers before 2.12 and since say it. */
final class ConfigurationMethods {
  private static final String OLD = Routes.PROJECT + "/configuration/task_chain/{task}";
  private static final String NEW = Routes.PROJECT + "/project_configuration";

  private final GetiLookup lookup;
  private final Trainings trainings;

  ConfigurationMethods(GetiLookup lookup, Trainings trainings) {
    this.lookup = lookup;
    this.trainings = trainings;
  }

  void addTo(Routes routes, GetiSettings settings) {
    if (settings.hasProjectConfiguration()) {
      routes.add("configuration.get", "GET", NEW, call -> answer(tasks(lookup.project(call))));
      routes.add("configuration.set", "PATCH", NEW, this::patch);
    } else {
      routes.add("configuration.get", "GET", OLD, this::components);
      routes.add("configuration.set", "POST", OLD, this::post);
    }
  }

  private static Reply answer(ObjectNode body) {
    return Reply.of(200, Answer.json(body));
  }

  private static ObjectNode tasks(GetiProject project) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode tasks = answer.putArray("task_configs");
    for (GetiTask each : project.tasks()) {
      ObjectNode task = tasks.addObject().put("task_id", each.id());
      task.putArray("auto_training")
          .addObject()
          .put("key", "enable")
          .put("name", "Enable auto training")
          .put("type", "bool")
          .put("value", Trainings.isAutomatic(project.local(), each.id()))
          .put("default_value", true);
    }
    return answer;
  }

  private Reply patch(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    for (JsonNode task : Json.array(call.json(), "task_configs")) {
      String id = known(project, task.path("task_id").asText()).id();
      for (JsonNode each : task.path("auto_training")) {
        if (each.path("key").asText().equals("enable")) {
          set(project, id, each.path("value"));
        }
      }
    }
    return answer(tasks(project));
  }

  private static GetiTask known(GetiProject project, String id) {
    return project.tasks().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> GetiException.notFound("task"));
  }

  private void set(GetiProject project, String task, JsonNode value) throws IOException {
    if (!value.isBoolean()) {
      throw GetiException.badRequest("%s is not of type 'boolean'".formatted(value));
    }
    trainings.setAutomatic(
        project.local(), task, value.booleanValue() ? Automatic.ON : Automatic.OFF);
  }

  private Reply components(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    return answer(components(project, known(project, call.of("task"))));
  }

  private static ObjectNode components(GetiProject project, GetiTask task) throws IOException {
    ObjectNode answer = Json.object().put("task_id", task.id()).put("task_title", task.title());
    ObjectNode component = answer.putArray("components").addObject();
    component
        .putObject("entity_identifier")
        .put("type", "COMPONENT_PARAMETERS")
        .put("workspace_id", GetiId.WORKSPACE)
        .put("project_id", project.id())
        .put("component", "TASK_NODE")
        .put("task_id", task.id());
    component
        .putArray("parameters")
        .addObject()
        .put("name", "auto_training")
        .put("data_type", "boolean")
        .put("value", Trainings.isAutomatic(project.local(), task.id()))
        .put("default_value", true);
    return answer;
  }

  private Reply post(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    GetiTask task = known(project, call.of("task"));
    for (JsonNode component : Json.array(call.json(), "components")) {
      String entity = component.path("entity_identifier").path("component").asText();
      if (!entity.equals("TASK_NODE")) {
        throw GetiException.of(
            400, "invalid_entity_identifier", "There is no component '%s'.".formatted(entity));
      }
      for (JsonNode each : component.path("parameters")) {
        if (each.path("name").asText().equals("auto_training")) {
          set(project, task.id(), each.path("value"));
        }
      }
    }
    return answer(components(project, task));
  }
}
