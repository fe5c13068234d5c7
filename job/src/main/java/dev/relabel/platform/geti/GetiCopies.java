package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.image.Sha256;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Multipart;
import dev.relabel.platform.http.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes projects like others, and puts copies of images into them, each once however often it is
 * tried: what is there is looked for first, and again when an answer was lost. The server knows no
 * copies, so that images come here and go back.
 */
final class GetiCopies {
  private static final int MOST_ROUNDS = 3;

  /** The server takes 255 characters, and an ID is to follow. */
  private static final int MOST_NAME = 180;

  /** As long as servers need to prepare an image, and some more. */
  private static final Duration PREPARATION = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Caller caller;
  private final GetiProjects projects;
  private final Time time;

  GetiCopies(Caller caller, GetiProjects projects, Time time) {
    this.caller = caller;
    this.projects = projects;
    this.time = time;
  }

  /** The project of that name with the tasks and labels of another one. */
  ProjectInfo project(GetiProject from, String name) {
    String place = projects.workspace() + "/projects";
    ObjectNode body = Json.object().put("name", name);
    body.set("pipeline", pipeline(from.json()));
    ProjectId id =
        ensure(
            () -> projects.named(name),
            () ->
                caller.call(
                    GetiCommand.write(
                        "projects.post",
                        place,
                        Payload.json(body),
                        "project '%s'".formatted(name),
                        answer -> new ProjectId(Json.text(answer, "id")))));
    return new ProjectInfo(id, name, 0, "images", 0);
  }

  /** Tasks are named by their titles and labels by their names, as what is new has no IDs. */
  private static ObjectNode pipeline(JsonNode project) {
    JsonNode known = Json.object(project, "pipeline");
    Map<String, String> titles = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    for (JsonNode task : known.path("tasks")) {
      titles.put(Json.text(task, "id"), Json.text(task, "title"));
      task.path("labels")
          .forEach(each -> labels.put(Json.text(each, "id"), Json.text(each, "name")));
    }
    ObjectNode pipeline = Json.object();
    ArrayNode connections = pipeline.putArray("connections");
    for (JsonNode each : known.path("connections")) {
      connections
          .addObject()
          .put("from", titles.get(Json.text(each, "from")))
          .put("to", titles.get(Json.text(each, "to")));
    }
    ArrayNode tasks = pipeline.putArray("tasks");
    for (JsonNode each : known.path("tasks")) {
      ObjectNode task =
          tasks
              .addObject()
              .put("title", Json.text(each, "title"))
              .put("task_type", Json.text(each, "task_type"));
      if (each.has("labels")) {
        ArrayNode list = task.putArray("labels");
        for (JsonNode label : each.path("labels")) {
          boolean isMadeByServer = label.path("is_empty").asBoolean(false);
          if (!isMadeByServer) {
            list.add(label(label, labels));
          }
        }
      }
      if (each.has("keypoint_structure")) {
        task.set("keypoint_structure", structure(each.path("keypoint_structure"), labels));
      }
    }
    return pipeline;
  }

  private static ObjectNode label(JsonNode label, Map<String, String> names) {
    ObjectNode json = Json.object().put("name", Json.text(label, "name"));
    for (String key : List.of("color", "group", "hotkey")) {
      String value = Json.text(label, key, "");
      if (!value.isEmpty()) {
        json.put(key, value);
      }
    }
    String parent = Json.text(label, "parent_id", "");
    if (names.containsKey(parent)) {
      json.put("parent_id", names.get(parent));
    }
    return json;
  }

  private static JsonNode structure(JsonNode structure, Map<String, String> names) {
    ObjectNode copy = structure.deepCopy();
    for (JsonNode edge : copy.path("edges")) {
      ArrayNode nodes = Json.array();
      edge.path("nodes").forEach(id -> nodes.add(names.getOrDefault(id.asText(), id.asText())));
      ((ObjectNode) edge).set("nodes", nodes);
    }
    for (JsonNode position : copy.path("positions")) {
      String id = position.path("label").asText();
      ((ObjectNode) position).put("label", names.getOrDefault(id, id));
    }
    return copy;
  }

  /** The dataset of that name; a new project has one to begin with. */
  DatasetInfo dataset(GetiProject project, String name) {
    return ensure(
        () ->
            projects.fresh(project.id()).datasets().stream()
                .filter(each -> each.name().equals(name))
                .findFirst(),
        () ->
            caller.call(
                GetiCommand.write(
                    "datasets.post",
                    project.place() + "/datasets",
                    Payload.json(Json.object().put("name", name)),
                    "dataset '%s'".formatted(name),
                    answer -> GetiProject.dataset(project.id(), answer))));
  }

  /**
   * A copy of an image. Names are not unique there, so that it has its source's ID in its own.
   *
   * @param source where the image is
   * @param into the dataset that gets the copy
   * @param place where that dataset is
   */
  ImageInfo image(ImageInfo image, Medium source, DatasetId into, String place) {
    int dot = image.name().lastIndexOf('.');
    String name =
        (dot > 0 ? image.name().substring(0, dot) : image.name()).replaceAll("[\"\\p{Cntrl}]", "_");
    String stem =
        "%s (%s)".formatted(name.substring(0, Math.min(name.length(), MOST_NAME)), image.id());
    ImageInfo copy =
        ensure(
            () -> named(stem, into, place),
            () ->
                upload(stem, dot > 0 ? image.name().substring(dot) : ".jpg", source, into, place));
    awaitPrepared(copy, place);
    return copy;
  }

  private Optional<ImageInfo> named(String stem, DatasetId into, String place) {
    ObjectNode query = Json.object().put("condition", "and");
    query
        .putArray("rules")
        .addObject()
        .put("field", "media_name")
        .put("operator", "equal")
        .put("value", stem);
    return caller.call(
        GetiCommand.query(
            "media.query",
            place + "/media:query?limit=2&skip=0",
            query,
            "images",
            answer -> {
              for (JsonNode each : Json.array(answer, "media")) {
                if (Json.text(each, "name", "").equals(stem)) {
                  return Optional.of(GetiMedia.image(into, each));
                }
              }
              return Optional.empty();
            }));
  }

  private ImageInfo upload(
      String stem, String extension, Medium source, DatasetId into, String place) {
    byte[] bytes = caller.call(new FetchBytes(source));
    Payload file =
        new Multipart().file("file", stem + extension, "application/octet-stream", bytes).payload();
    return caller.call(
        GetiCommand.write(
            "images.post",
            place + "/media/images",
            file,
            "image '%s' (%s)".formatted(stem, Sha256.hex(bytes).substring(0, 8)),
            answer -> GetiMedia.image(into, answer)));
  }

  /** Until then the server takes no annotations. */
  private void awaitPrepared(ImageInfo image, String place) {
    long end = time.nanos() + PREPARATION.toNanos();
    while (true) {
      String status = status(image.id(), place);
      if (status.isEmpty() || status.equals("FINISHED")) {
        return;
      }
      if (status.equals("FAILED")) {
        throw new RefusedContentException(
            "The server cannot prepare image %s (%s)".formatted(image.id(), image.name()), null);
      }
      if (time.nanos() > end) {
        throw new PlatformUnavailableException(
            "The server has not prepared image %s within %s s. Run the same command again."
                .formatted(image.id(), PREPARATION.toSeconds()),
            null);
      }
      try {
        time.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PlatformUnavailableException("The work stops before an image is prepared", e);
      }
    }
  }

  private String status(ImageId image, String place) {
    return caller.call(
        new GetiQuery<>(
            "images.get",
            "%s/media/images/%s".formatted(place, image),
            "image " + image,
            json -> Json.text(json.path("preprocessing"), "status", "")));
  }

  /** Looks, makes what is missing, and looks again when it is not clear whether that worked. */
  private static <T> T ensure(Supplier<Optional<T>> find, Supplier<T> make) {
    for (int round = 1; ; round++) {
      Optional<T> found = find.get();
      if (found.isPresent()) {
        return found.get();
      }
      try {
        return make.get();
      } catch (OutcomeUnknownException e) {
        if (round == MOST_ROUNDS) {
          throw e;
        }
      }
    }
  }
}
