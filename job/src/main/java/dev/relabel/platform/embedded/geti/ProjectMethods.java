package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.NameRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Projects and their datasets (fact sheet of Geti, 4 and 5). */
final class ProjectMethods {
  private static final String PROJECTS = Routes.WORKSPACE + "/projects";
  private static final int MOST = 100;
  private static final int USUAL = 10;

  private final LocalProjects projects;
  private final GetiLookup lookup;

  ProjectMethods(LocalProjects projects, GetiLookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(Routes routes) {
    routes.add("projects.list", "GET", PROJECTS, this::list);
    routes.add("projects.names", "GET", Routes.WORKSPACE + "/projects_names", this::names);
    routes.add("projects.post", "POST", PROJECTS, this::create);
    routes.add("projects.get", "GET", Routes.PROJECT, call -> get(lookup.project(call)));
    routes.add("projects.delete", "DELETE", Routes.PROJECT, this::delete);
    routes.add("datasets.list", "GET", Routes.PROJECT + "/datasets", this::datasets);
    routes.add("datasets.post", "POST", Routes.PROJECT + "/datasets", this::addDataset);
    routes.add(
        "datasets.get",
        "GET",
        Routes.DATASET,
        call -> Reply.of(200, Answer.json(ProjectJson.of(lookup.dataset(call)))));
  }

  private Reply list(GetiCall call) throws IOException {
    int limit = call.number("limit", USUAL, 1, MOST);
    int skip = call.number("skip", 0, 0, Integer.MAX_VALUE);
    List<LocalProject> found = new ArrayList<>();
    for (LocalProject each : projects.all()) {
      if (each.name().contains(call.asked("name").orElse(""))) {
        found.add(each);
      }
    }
    found.sort(order(call));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("projects");
    int from = Math.min(skip, found.size());
    for (LocalProject each : found.subList(from, Math.min(found.size() - from, limit) + from)) {
      ObjectNode project = ProjectJson.of(lookup.view(each));
      project.remove("datasets");
      list.add(project);
    }
    // The next page is named even where there is none; only an empty page names none.
    String next =
        "/api/v1/organizations/%s/workspaces/%s/projects?limit=%s&skip=%s"
            .formatted(GetiId.ORGANIZATION, GetiId.WORKSPACE, limit, skip + limit);
    answer
        .put("project_counts", found.size())
        .put("project_page_count", list.size())
        .put("next_page", list.isEmpty() ? "" : next);
    return Reply.of(200, Answer.json(answer));
  }

  /** Those made last come first, unless it is asked for otherwise. */
  private static Comparator<LocalProject> order(GetiCall call) {
    boolean isByName = call.asked("sort_by").orElse("").equals("name");
    Comparator<LocalProject> order =
        isByName
            ? Comparator.comparing(LocalProject::name)
            : Comparator.comparingLong(LocalProject::id);
    return call.asked("sort_direction").orElse("dsc").equals("asc") ? order : order.reversed();
  }

  private Reply names(GetiCall call) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("projects");
    for (LocalProject each : projects.all()) {
      list.addObject().put("id", GetiId.of(Kind.PROJECT, each.id())).put("name", each.name());
    }
    return Reply.of(200, Answer.json(answer));
  }

  private static Reply get(GetiProject project) throws IOException {
    return Reply.of(200, Answer.json(ProjectJson.of(project)));
  }

  private Reply create(GetiCall call) throws IOException {
    ObjectNode body = call.json();
    String name = body.path("name").asText();
    List<TaskPlan> plans = plans(body.path("pipeline").path("tasks"));
    if (name.isBlank() || plans.isEmpty() || plans.size() > 2) {
      throw GetiException.of(
          400,
          "body_missing_required_parameters",
          "A project needs a name and one or two tasks that can be trained.");
    }
    requireDistinctNames(plans);
    try {
      ObjectNode meta = Json.object();
      meta.put("projectType", "images");
      LocalProject made = projects.create(name, meta);
      made.mergeMeta(TaskPlan.meta(plans));
      made.putNotes(TaskPlan.note(plans));
      made.addDataset(Optional.empty(), "Dataset");
      return Reply.of(201, Answer.json(ProjectJson.of(lookup.view(made))));
    } catch (NameRefusedException | IllegalArgumentException e) {
      throw GetiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static List<TaskPlan> plans(JsonNode tasks) {
    List<TaskPlan> plans = new ArrayList<>();
    for (JsonNode each : tasks) {
      String type = each.path("task_type").asText();
      if (!type.equals("dataset") && !type.equals("crop")) {
        plans.add(TaskPlan.read(each));
      }
    }
    return plans;
  }

  private static void requireDistinctNames(List<TaskPlan> plans) {
    Set<String> names = new HashSet<>();
    for (TaskPlan plan : plans) {
      for (TaskPlan.PlannedLabel each : plan.labels()) {
        if (each.name().isBlank() || !names.add(each.name())) {
          throw GetiException.badRequest(
              "The label '%s' is given twice or has no name.".formatted(each.name()));
        }
      }
    }
  }

  private Reply delete(GetiCall call) throws IOException {
    try {
      projects.archive(lookup.localProject(call));
    } catch (NameRefusedException e) {
      throw GetiException.of(409, "project_locked", String.valueOf(e.getMessage()));
    }
    return Reply.of(200, Answer.json(Json.object().put("result", "success")));
  }

  private Reply datasets(GetiCall call) throws IOException {
    ObjectNode answer = Json.object();
    answer.set("datasets", ProjectJson.datasets(lookup.localProject(call)));
    return Reply.of(200, Answer.json(answer));
  }

  private Reply addDataset(GetiCall call) throws IOException {
    try {
      LocalDataset added =
          lookup.localProject(call).addDataset(Optional.empty(), call.json().path("name").asText());
      return Reply.of(200, Answer.json(ProjectJson.of(added)));
    } catch (NameRefusedException e) {
      throw GetiException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
