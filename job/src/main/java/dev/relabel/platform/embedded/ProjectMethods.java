package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code projects.*}: projects, and their classes, tags and settings. */
final class ProjectMethods {
  private static final List<String> NOTES =
      List.of("description", "readme", "customData", "settings");

  private final LocalProjects projects;
  private final Lookup lookup;
  private final Columns<LocalProject> columns = new Columns<>();

  ProjectMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
    columns
        .number("id", LocalProject::id)
        .text("name", LocalProject::name)
        .text("description", project -> project.notes().path("description").asText())
        .text("readme", project -> project.notes().path("readme").asText())
        .text("size", project -> "0")
        .text("type", project -> project.meta().projectType())
        .number("workspaceId", project -> AccountMethods.WORKSPACE)
        .number("teamId", project -> AccountMethods.TEAM)
        .add(
            "imagesCount",
            project ->
                project.holdsVideos()
                    ? NullNode.instance
                    : JsonNodeFactory.instance.numberNode(project.imageCount()))
        .number("itemsCount", LocalProject::itemCount)
        .number("datasetsCount", project -> project.datasets().size())
        .time("createdAt", ProjectMethods::createdAt)
        .time("updatedAt", ProjectMethods::updatedAt)
        .nothing("referenceImageUrl")
        .add("customData", project -> noteOrEmpty(project, "customData"))
        .add("backupArchive", project -> JsonNodeFactory.instance.objectNode())
        .add("importSettings", project -> JsonNodeFactory.instance.objectNode())
        .add("settings", project -> noteOrEmpty(project, "settings"))
        .nothing("version")
        .number("createdBy", project -> AccountMethods.USER);
  }

  void addTo(ApiMethods methods) {
    methods.read("projects.list", call -> new EntityList<>(columns).answer(call, projects.all()));
    methods.read("projects.info", call -> info(lookup.project(call.id("id"))));
    methods.change("projects.add", this::add);
    methods.change("projects.editInfo", this::edit);
    methods.change("projects.archive", this::archive);
    methods.read("projects.meta", call -> Answer.json(lookup.project(call.id("id")).meta().json()));
    methods.change("projects.meta.update", this::updateMeta);
    methods.change("projects.settings.update", this::updateSettings);
  }

  private Answer info(LocalProject project) throws IOException {
    return Answer.json(columns.entity(project));
  }

  private Answer add(ApiCall call) throws IOException {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("projectType", call.text("type", "images"));
    LocalProject project = projects.create(call.text("name"), meta);
    putNotes(project, call);
    return info(project);
  }

  private Answer edit(ApiCall call) throws IOException {
    LocalProject project = lookup.project(call.id("id"));
    if (call.has("name") && !call.text("name").equals(project.name())) {
      throw ApiException.badRequest("The embedded platform does not rename projects");
    }
    putNotes(project, call);
    return info(project);
  }

  private static void putNotes(LocalProject project, ApiCall call) throws IOException {
    ObjectNode notes = JsonNodeFactory.instance.objectNode();
    for (String key : NOTES) {
      if (call.has(key)) {
        notes.set(key, call.body().get(key));
      }
    }
    if (!notes.isEmpty()) {
      project.putNotes(notes);
    }
  }

  private Answer archive(ApiCall call) throws IOException {
    projects.archive(lookup.project(call.id("id")));
    return Answer.success();
  }

  private Answer updateMeta(ApiCall call) throws IOException {
    LocalProject project = lookup.project(call.id("id"));
    try {
      return Answer.json(project.mergeMeta(call.object("meta")).json());
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private Answer updateSettings(ApiCall call) throws IOException {
    LocalProject project = lookup.project(call.id("id"));
    ObjectNode settings = call.object("settings");
    if (!project.notes().path("settings").equals(settings)) {
      project.putNotes(JsonNodeFactory.instance.objectNode().set("settings", settings));
    }
    return info(project);
  }

  private static JsonNode noteOrEmpty(LocalProject project, String key) throws IOException {
    JsonNode note = project.notes().path(key);
    return note.isObject() ? note : JsonNodeFactory.instance.objectNode();
  }

  private static long createdAt(LocalProject project) throws IOException {
    return modified(project.directory());
  }

  private static long updatedAt(LocalProject project) throws IOException {
    return Math.max(createdAt(project), modified(project.directory().resolve("meta.json")));
  }

  private static long modified(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis();
  }
}
