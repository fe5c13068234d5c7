package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.platform.local.ProjectMeta.LabelClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code annotation-objects.*}: what figures of a video show on its frames (fact sheet, 2.11). */
final class ObjectMethods {
  private final LocalProjects projects;
  private final VideoFiles videos;
  private final Lookup lookup;

  /** Clients know no other fields. */
  private final Columns<VideoObject> columns =
      new Columns<VideoObject>()
          .number("id", VideoObject::id)
          .text("description", object -> object.json().path("description").asText())
          .text("createdAt", object -> object.time("createdAt"))
          .text("updatedAt", object -> object.time("updatedAt"))
          .number("datasetId", object -> object.video().dataset().id())
          .add("classId", VideoObject::classId)
          .number("entityId", object -> object.video().id())
          .add("tags", object -> object.json().withArray("tags"))
          .add("meta", object -> JsonNodeFactory.instance.objectNode())
          .number("createdBy", object -> AccountMethods.USER);

  ObjectMethods(LocalProjects projects, VideoFiles videos, Lookup lookup) {
    this.projects = projects;
    this.videos = videos;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.change("annotation-objects.bulk.add", this::add);
    methods.change("annotation-objects.bulk.remove", this::remove);
    methods.read("annotation-objects.info", this::info);
    methods.read("annotation-objects.list", this::list);
  }

  private record VideoObject(VideoAnnotation annotation, ObjectNode json) {
    long id() {
      return json.path("id").asLong();
    }

    LocalVideo video() {
      return annotation.video();
    }

    JsonNode classId() {
      return annotation
          .classOf(json)
          .<JsonNode>map(known -> JsonNodeFactory.instance.numberNode(known.id()))
          .orElse(JsonNodeFactory.instance.nullNode());
    }

    String time(String key) throws IOException {
      return json.path(key).asText(annotation.timeOfOthers());
    }
  }

  /** Adds objects to videos of one dataset. */
  private Answer add(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    ArrayNode sent = call.array("annotationObjects");
    IncomingLabel rules =
        new IncomingLabel(dataset.project().meta(), true, Columns.time(System.currentTimeMillis()));
    List<LocalVideo> targets = new ArrayList<>();
    List<ObjectNode> added = new ArrayList<>();
    Map<LocalVideo, VideoFacts> facts = new HashMap<>();
    for (JsonNode each : sent) {
      LocalVideo video = lookup.video(dataset, ApiCall.asId("entityId", each.path("entityId")));
      targets.add(video);
      added.add(object(each, rules));
      facts.put(video, videos.facts(video));
    }
    projects
        .annotations()
        .update(
            targets,
            (video, json) -> {
              VideoAnnotation annotation =
                  new VideoAnnotation(video, json, facts.getOrDefault(video, VideoFacts.NONE));
              for (int i = 0; i < targets.size(); i++) {
                if (targets.get(i) == video) {
                  annotation.addObject(added.get(i));
                }
              }
              annotation.write();
              return true;
            });
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    added.forEach(each -> answer.addObject().put("id", each.path("id").asLong()));
    return Answer.json(answer);
  }

  private static ObjectNode object(JsonNode sent, IncomingLabel rules) {
    LabelClass labelClass = rules.labelClass(sent);
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("key", VideoAnnotation.newKey())
            .put("classId", labelClass.id())
            .put("classTitle", labelClass.title());
    object.set("tags", rules.tags(sent.path("tags")));
    rules.putDefaults(object);
    object.remove(List.of("nnCreated", "nnUpdated"));
    return object;
  }

  /** Removes objects with their figures; those that are gone already are passed over. */
  private Answer remove(ApiCall call) throws IOException {
    Set<Long> ids = new HashSet<>();
    if (!call.body().isArray()) {
      throw ApiException.badRequest("The body has to be a list of IDs");
    }
    call.body().forEach(each -> ids.add(ApiCall.asId("id", each)));
    Set<LocalVideo> targets = new HashSet<>();
    for (long id : ids) {
      projects.video(FigureIds.entityOf(id)).ifPresent(targets::add);
    }
    projects
        .annotations()
        .update(
            targets,
            (video, json) -> {
              VideoAnnotation annotation = new VideoAnnotation(video, json, VideoFacts.NONE);
              boolean isChange = annotation.removeObjects(ids);
              annotation.write();
              return isChange;
            });
    return Answer.success();
  }

  private Answer info(ApiCall call) throws IOException {
    long id = call.id("id");
    LocalVideo video =
        projects
            .video(FigureIds.entityOf(id))
            .orElseThrow(() -> ApiException.notFound("object", id));
    for (VideoObject each : objectsOf(video)) {
      if (each.id() == id) {
        return Answer.json(columns.entity(each));
      }
    }
    throw ApiException.notFound("object", id);
  }

  private Answer list(ApiCall call) throws IOException {
    List<Condition> conditions = Condition.of(call);
    List<VideoObject> objects = new ArrayList<>();
    for (LocalVideo video : lookup.within(call, LocalDataset::videos)) {
      if (Condition.mayHold(conditions, "entityId", video.id())) {
        objects.addAll(objectsOf(video));
      }
    }
    return new EntityList<>(columns).answer(call, objects);
  }

  private List<VideoObject> objectsOf(LocalVideo video) throws IOException {
    VideoAnnotation annotation =
        new VideoAnnotation(video, projects.annotations().read(video), VideoFacts.NONE);
    List<VideoObject> objects = new ArrayList<>();
    annotation.objects().forEach(each -> objects.add(new VideoObject(annotation, each)));
    objects.sort(Comparator.comparingLong(VideoObject::id));
    return objects;
  }
}
