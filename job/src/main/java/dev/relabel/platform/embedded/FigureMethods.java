package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.WireAnnotation.Coordinates;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code figures.*}: single labels (fact sheet, 2.7). */
final class FigureMethods {
  private final LocalProjects projects;
  private final Lookup lookup;

  FigureMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.change("figures.bulk.add", this::add);
    methods.change("figures.bulk.remove", this::remove);
    methods.read("figures.info", this::info);
    methods.read("figures.list", this::list);
  }

  /** Appends labels to one image, or to images of one dataset. */
  private Answer add(ApiCall call) throws IOException {
    ArrayNode sent = call.array("figures");
    List<LocalImage> images = new ArrayList<>();
    for (JsonNode each : sent) {
      images.add(imageOf(call, each));
    }
    String now = Columns.time(System.currentTimeMillis());
    boolean checkBounds = !call.isSet("skipBoundsValidation");
    ObjectNode[] added = new ObjectNode[sent.size()];
    projects
        .annotations()
        .update(
            images,
            (image, annotation) -> {
              IncomingLabel incoming =
                  new IncomingLabel(image.dataset().project().meta(), checkBounds, now);
              ArrayNode objects = annotation.withArray("objects");
              for (int i = 0; i < added.length; i++) {
                if (images.get(i) == image) {
                  ObjectNode label = incoming.toFile(sent.get(i), Annotations.sizeOf(annotation));
                  label.remove("id");
                  objects.add(label);
                  added[i] = label;
                }
              }
              return true;
            });
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (ObjectNode each : added) {
      answer.addObject().put("id", each.path("id").asLong());
    }
    return Answer.json(answer);
  }

  private LocalImage imageOf(ApiCall call, JsonNode figure) {
    if (call.has("entityId")) {
      return lookup.image(call.id("entityId"));
    }
    return lookup.image(
        lookup.dataset(call.id("datasetId")), ApiCall.asId("entityId", figure.path("entityId")));
  }

  /** Removes labels; those that are gone already are passed over. */
  private Answer remove(ApiCall call) throws IOException {
    Set<Long> ids = new HashSet<>(call.ids("figureIds"));
    Set<LocalImage> images = new HashSet<>();
    for (long id : ids) {
      projects.image(FigureIds.entityOf(id)).ifPresent(images::add);
    }
    projects
        .annotations()
        .update(
            images,
            (image, annotation) -> {
              ArrayNode kept = JsonNodeFactory.instance.arrayNode();
              for (JsonNode each : annotation.path("objects")) {
                if (!ids.contains(each.path("id").asLong())) {
                  kept.add(each);
                }
              }
              boolean changed = kept.size() < annotation.path("objects").size();
              annotation.set("objects", kept);
              return changed;
            });
    return Answer.success();
  }

  private Answer info(ApiCall call) throws IOException {
    long id = call.id("id");
    LocalImage image =
        projects
            .image(FigureIds.entityOf(id))
            .orElseThrow(() -> ApiException.notFound("figure", id));
    ObjectNode annotation = projects.annotations().read(image);
    for (JsonNode each : annotation.path("objects")) {
      if (each.path("id").asLong() == id) {
        return Answer.json(
            entity(image, each, Annotations.sizeOf(annotation), Coordinates.askedBy(call)));
      }
    }
    throw ApiException.notFound("figure", id);
  }

  /**
   * Lists labels in the order of their IDs. Only the page is held in memory; what is before and
   * after it is counted.
   */
  private Answer list(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    List<Condition> conditions = Condition.of(call);
    EntityList.Page page = EntityList.Page.of(call);
    long after = page.after().map(FigureMethods::token).orElse(-1L);
    long from = page.byToken() ? 0 : (page.number() - 1L) * page.size();
    long total = 0;
    long position = 0;
    ArrayNode entities = JsonNodeFactory.instance.arrayNode();
    for (LocalImage image : imagesWithin(dataset, conditions)) {
      ObjectNode annotation = projects.annotations().read(image);
      for (JsonNode each : annotation.path("objects")) {
        if (matches(image, each, conditions)) {
          total++;
          if (each.path("id").asLong() > after
              && position++ >= from
              && entities.size() < page.size()) {
            entities.add(
                entity(image, each, Annotations.sizeOf(annotation), Coordinates.askedBy(call)));
          }
        }
      }
    }
    ObjectNode answer = page.answer(total);
    answer.set("entities", entities);
    if (page.byToken()) {
      boolean more = position > entities.size();
      answer.put("after", more ? entities.path(entities.size() - 1).path("id").asText() : null);
    }
    return Answer.json(answer);
  }

  private static long token(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("The token \"%s\" is not ours".formatted(text));
    }
  }

  /** Most calls name the images; then no others are read. */
  private static List<LocalImage> imagesWithin(LocalDataset dataset, List<Condition> conditions) {
    List<LocalImage> images = new ArrayList<>();
    for (LocalImage image : dataset.images()) {
      JsonNode id = JsonNodeFactory.instance.numberNode(image.id());
      if (conditions.stream()
          .allMatch(each -> !each.field().equals("entityId") || each.holds(id))) {
        images.add(image);
      }
    }
    return images;
  }

  private static boolean matches(LocalImage image, JsonNode label, List<Condition> conditions) {
    Map<String, JsonNode> fields = new HashMap<>();
    fields.put("entityId", JsonNodeFactory.instance.numberNode(image.id()));
    fields.put("id", label.path("id"));
    fields.put("geometryType", label.path("geometryType"));
    Optional<Long> classId =
        image
            .dataset()
            .project()
            .meta()
            .labelClass(label.path("classTitle").asText())
            .map(each -> each.id());
    fields.put("classId", JsonNodeFactory.instance.numberNode(classId.orElse(-1L)));
    for (Condition condition : conditions) {
      JsonNode actual = fields.get(condition.field());
      if (actual == null) {
        throw ApiException.badRequest(
            "Figures can be filtered by %s, not by \"%s\""
                .formatted(fields.keySet(), condition.field()));
      }
      if (!condition.holds(actual)) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode entity(
      LocalImage image, JsonNode file, ImageSize size, Coordinates coordinates) {
    ObjectNode label = WireAnnotation.label(image, file, size, coordinates);
    String type = label.path("geometryType").asText();
    ObjectNode entity = JsonNodeFactory.instance.objectNode();
    for (String key :
        new String[] {
          "id",
          "classId",
          "createdAt",
          "updatedAt",
          "geometryType",
          "tags",
          "priority",
          "customData",
          "description",
          "labelerLogin",
          "nnCreated",
          "nnUpdated"
        }) {
      entity.set(key, label.path(key).isMissingNode() ? null : label.get(key));
    }
    entity.put("entityId", image.id());
    entity.putNull("objectId");
    entity.put("projectId", image.dataset().project().id());
    entity.put("datasetId", image.dataset().id());
    entity.set("geometry", WireAnnotation.geometryOf(label));
    entity.putObject("geometryMeta").set("bbox", Extent.of(type, label).toJson());
    entity.putObject("meta");
    entity.putNull("area");
    return entity;
  }
}
