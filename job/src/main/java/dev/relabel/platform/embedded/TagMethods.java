package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Lists of classes and tags, and tags put on images and labels (fact sheet, 2.8). */
final class TagMethods {
  private final LocalProjects projects;
  private final Lookup lookup;

  TagMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.read("tags.list", call -> list(call, "tags", "name"));
    methods.read("advanced.object_classes.list", call -> list(call, "classes", "title"));
    methods.change("image-tags.bulk.add-to-image", this::addToImages);
    methods.change("image-tags.remove-from-image", this::removeFromImage);
    methods.change("tags.entities.bulk.add", call -> addEach(call, Target.IMAGE));
    methods.change("figures.tags.bulk.add", call -> addEach(call, Target.LABEL));
  }

  private Answer list(ApiCall call, String group, String nameKey) throws IOException {
    LocalProject project = lookup.project(call.id("projectId"));
    List<JsonNode> entities = new ArrayList<>();
    project.meta().json().path(group).forEach(entities::add);
    entities.sort((a, b) -> Long.compare(a.path("id").asLong(), b.path("id").asLong()));
    String changed =
        Columns.time(
            Files.getLastModifiedTime(project.directory().resolve("meta.json")).toMillis());
    Columns<JsonNode> columns =
        new Columns<JsonNode>()
            .number("id", item -> item.path("id").asLong())
            .number("projectId", item -> project.id())
            .text("name", item -> item.path(nameKey).asText())
            .text("description", item -> item.path("description").asText())
            .text("color", item -> item.path("color").asText())
            .add("settings", TagMethods::settings)
            .text("createdAt", item -> changed)
            .text("updatedAt", item -> changed);
    if (group.equals("classes")) {
      columns.text("shape", item -> item.path("shape").asText());
    }
    return new EntityList<>(columns).answer(call, entities);
  }

  /** What makes a class or tag special, under the keys that {@code projects.meta} has for it. */
  private static JsonNode settings(JsonNode item) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    for (String key : new String[] {"value_type", "values", "applicable_type", "geometry_config"}) {
      if (item.hasNonNull(key)) {
        settings.set(key, item.get(key));
      }
    }
    return settings;
  }

  private enum Target {
    IMAGE,
    LABEL
  }

  private record Addition(LocalImage image, long target, ObjectNode tag) {}

  private Answer addToImages(ApiCall call) throws IOException {
    List<Addition> additions = new ArrayList<>();
    ObjectNode sent = JsonNodeFactory.instance.objectNode().put("tagId", call.id("tagId"));
    if (call.has("value")) {
      sent.set("value", call.body().get("value"));
    }
    for (long id : call.ids("ids")) {
      LocalImage image = lookup.image(id);
      additions.add(new Addition(image, id, tag(image, sent)));
    }
    return apply(additions, Target.IMAGE);
  }

  /** One that is gone already is removed. */
  private Answer removeFromImage(ApiCall call) throws IOException {
    LocalImage image = lookup.image(call.id("imageId"));
    long id = call.id("id");
    projects
        .annotations()
        .update(
            List.of(image),
            (each, annotation) -> {
              ArrayNode kept = JsonNodeFactory.instance.arrayNode();
              for (JsonNode tag : annotation.path("tags")) {
                if (tag.path("id").asLong() != id) {
                  kept.add(tag);
                }
              }
              boolean isChange = kept.size() < annotation.path("tags").size();
              annotation.set("tags", kept);
              return isChange;
            });
    return Answer.success();
  }

  private Answer addEach(ApiCall call, Target target) throws IOException {
    List<Addition> additions = new ArrayList<>();
    for (JsonNode each : call.array("tags")) {
      String key = target == Target.IMAGE ? "entityId" : "figureId";
      long id = ApiCall.asId(key, each.path(key));
      LocalImage image =
          target == Target.IMAGE
              ? lookup.image(id)
              : projects
                  .image(FigureIds.entityOf(id))
                  .orElseThrow(() -> ApiException.notFound("figure", id));
      additions.add(new Addition(image, id, tag(image, each)));
    }
    return apply(additions, target);
  }

  private static ObjectNode tag(LocalImage image, JsonNode sent) {
    IncomingLabel incoming =
        new IncomingLabel(
            image.dataset().project().meta(), false, Columns.time(System.currentTimeMillis()));
    ArrayNode one = incoming.tags(JsonNodeFactory.instance.arrayNode().add(sent));
    ObjectNode tag = (ObjectNode) one.get(0);
    tag.remove("id");
    return tag;
  }

  private Answer apply(List<Addition> additions, Target target) throws IOException {
    projects
        .annotations()
        .update(
            additions.stream().map(Addition::image).toList(),
            (image, annotation) -> {
              for (Addition each : additions) {
                if (each.image() == image) {
                  ArrayNode tags = holder(annotation, each, target).withArray("tags");
                  refuseSecond(tags, each.tag());
                  tags.add(each.tag());
                }
              }
              return true;
            });
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (Addition each : additions) {
      answer.addObject().put("id", each.tag().path("id").asLong());
    }
    return Answer.json(answer);
  }

  /** As the platform does unless a project allows several: the value makes no difference. */
  private static void refuseSecond(ArrayNode tags, ObjectNode added) {
    for (JsonNode tag : tags) {
      if (tag.path("name").asText().equals(added.path("name").asText())) {
        throw ApiException.badRequest("Tag already exists: " + tag.path("name").asText());
      }
    }
  }

  private static ObjectNode holder(ObjectNode annotation, Addition addition, Target target) {
    if (target == Target.IMAGE) {
      return annotation;
    }
    for (JsonNode each : annotation.path("objects")) {
      if (each.path("id").asLong() == addition.target()) {
        return (ObjectNode) each;
      }
    }
    throw ApiException.notFound("figure", addition.target());
  }
}
