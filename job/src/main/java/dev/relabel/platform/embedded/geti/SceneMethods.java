package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.VideoFacts;
import dev.relabel.platform.embedded.VideoFiles;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.util.Optional;

/** Annotations, read and written (fact sheet of Geti, 7 and 8). */
final class SceneMethods {
  private static final String IMAGE = Routes.DATASET + "/media/images/{image}/annotations";
  private static final String VIDEO = Routes.DATASET + "/media/videos/{video}";
  private static final String FRAME = VIDEO + "/frames/{frame}/annotations";
  private static final int MOST_SCENES = 500;

  private final GetiLookup lookup;
  private final Scenes scenes;
  private final VideoFiles videos;
  private final Preprocessing preprocessing;
  private final Trainings trainings;
  private final Rectangles habit;

  SceneMethods(
      GetiLookup lookup,
      Scenes scenes,
      VideoFiles videos,
      Preprocessing preprocessing,
      Trainings trainings,
      Rectangles habit) {
    this.lookup = lookup;
    this.scenes = scenes;
    this.videos = videos;
    this.preprocessing = preprocessing;
    this.trainings = trainings;
    this.habit = habit;
  }

  void addTo(Routes routes) {
    routes.add("annotations.get", "GET", IMAGE + "/{scene}", call -> get(call, image(call)));
    routes.add("annotations.post", "POST", IMAGE, call -> post(call, image(call)));
    routes.add("frame-annotations.get", "GET", FRAME + "/{scene}", call -> get(call, frame(call)));
    routes.add("frame-annotations.post", "POST", FRAME, call -> post(call, frame(call)));
    routes.add("video-annotations.get", "GET", VIDEO + "/annotations/{scene}", this::ofVideo);
  }

  private Place image(GetiCall call) {
    return new ImagePlace(lookup.image(call));
  }

  private Place frame(GetiCall call) throws IOException {
    LocalVideo video = lookup.video(call);
    VideoFacts facts = videos.facts(video);
    return new FramePlace(video, MediaMethods.frame(call.of("frame"), facts), facts.size());
  }

  private Reply get(GetiCall call, Place place) throws IOException {
    GetiProject project = lookup.project(call);
    String id = call.of("scene");
    Optional<ObjectNode> scene =
        id.equals("latest")
            ? scenes.latest(project, place)
            : Optional.of(
                scenes
                    .version(project, place, checked(id))
                    .orElseThrow(() -> GetiException.notFound("annotation")));
    if (scene.isEmpty() || scene.get().path("annotations").isEmpty()) {
      return Reply.empty(204);
    }
    ObjectNode answer = answer(project, place, scene.get());
    if (call.isAsked("label_only")) {
      answer.path("annotations").forEach(each -> ((ObjectNode) each).remove("shape"));
    }
    return Reply.of(200, Answer.json(answer));
  }

  private static String checked(String id) {
    GetiId.local(GetiId.Kind.REGION, id); // whatever it is the ID of, it has to look like one
    return id;
  }

  private Reply post(GetiCall call, Place place) throws IOException {
    GetiProject project = lookup.project(call);
    ObjectNode body = call.json();
    BodyRules.check(body);
    preprocessing.requireFinished(place.entity());
    ArrayNode sent = Json.array(body, "annotations");
    ObjectNode scene =
        scenes.replace(
            project,
            place,
            (before, annotation, now) -> {
              SceneRules rules = new SceneRules(project, place.size(annotation));
              rules.check(sent);
              return new IncomingScene(rules, new StoredShape(project, habit))
                  .of(sent, before, now);
            });
    trainings.noteWrite(project);
    return Reply.of(200, Answer.json(answer(project, place, scene)));
  }

  private static ObjectNode answer(GetiProject project, Place place, ObjectNode scene) {
    ObjectNode answer = Json.object();
    answer.set("id", scene.path("id"));
    answer.put("kind", "annotation");
    answer.set("media_identifier", place.identifier());
    answer.set("modified", scene.path("modified"));
    answer.putArray("labels_to_revisit_full_scene");
    answer.set("annotation_state_per_task", states(project, Optional.of(scene)));
    answer.set("annotations", scene.path("annotations").deepCopy());
    return answer;
  }

  /** Whether each task is done with an image. */
  static ArrayNode states(GetiProject project, Optional<ObjectNode> scene) {
    ArrayNode states = Json.array();
    for (GetiTask task : project.tasks()) {
      boolean isDone = false;
      for (JsonNode each : scene.<JsonNode>map(s -> s.path("annotations")).orElse(Json.array())) {
        for (JsonNode label : each.path("labels")) {
          isDone |= task.has(label.path("id").asText());
        }
      }
      states.addObject().put("task_id", task.id()).put("state", isDone ? "annotated" : "none");
    }
    return states;
  }

  private Reply ofVideo(GetiCall call) throws IOException {
    GetiProject project = lookup.project(call);
    LocalVideo video = lookup.video(call);
    if (!call.of("scene").equals("latest")) {
      throw GetiException.of(405, "not_implemented", "Only the latest annotations are served.");
    }
    VideoFacts facts = videos.facts(video);
    int last = Math.toIntExact(Math.max(0, facts.frames() - 1));
    int start = call.number("start_frame", 0, 0, Integer.MAX_VALUE);
    int end = Math.min(last, call.number("end_frame", last, 0, Integer.MAX_VALUE));
    int step = call.number("frameskip", 1, 1, Integer.MAX_VALUE);
    ArrayNode found = Json.array();
    int asked = 0;
    for (int frame = start; frame <= end && asked < MOST_SCENES; frame += step) {
      asked++;
      Place place = new FramePlace(video, frame, facts.size());
      scenes
          .latest(project, place)
          .filter(each -> !each.path("annotations").isEmpty())
          .ifPresent(scene -> found.add(answer(project, place, scene)));
    }
    if (found.isEmpty()) {
      return Reply.empty(204);
    }
    ObjectNode answer = Json.object();
    answer.set("video_annotations", found);
    answer
        .putObject("video_annotation_properties")
        .put("total_count", found.size())
        .put("start_frame", start)
        .put("end_frame", end)
        .put("total_requested_count", asked)
        .put("requested_start_frame", start)
        .put("requested_end_frame", end);
    return Reply.of(200, Answer.json(answer));
  }
}
