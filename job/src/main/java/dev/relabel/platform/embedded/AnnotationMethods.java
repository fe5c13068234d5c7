package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.WireAnnotation.Coordinates;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code annotations.*}: everything on an image at once (fact sheet, 2.6). */
final class AnnotationMethods {
  private final LocalProjects projects;
  private final Lookup lookup;

  AnnotationMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.read("annotations.info", this::info);
    methods.read("annotations.bulk.info", this::bulkInfo);
    methods.read("annotations.list", this::list);
    methods.change("annotations.bulk.add", this::replace);
  }

  private Answer info(ApiCall call) throws IOException {
    LocalImage image = lookup.image(call.id("imageId"));
    return Answer.json(columns(Coordinates.askedBy(call)).entity(image));
  }

  private Answer bulkInfo(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    Columns<LocalImage> columns = columns(Coordinates.askedBy(call));
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (LocalImage image : lookup.images(dataset, call.ids("imageIds"))) {
      answer.add(columns.entity(image));
    }
    return Answer.json(answer);
  }

  private Answer list(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    Columns<LocalImage> columns = columns(Coordinates.askedBy(call)).number("id", LocalImage::id);
    return new EntityList<>(columns).answer(call, dataset.images());
  }

  private Columns<LocalImage> columns(Coordinates coordinates) {
    return new Columns<LocalImage>()
        .number("imageId", LocalImage::id)
        .text("imageName", LocalImage::name)
        .number("datasetId", image -> image.dataset().id())
        .time("createdAt", image -> image.attributes().lastModifiedTime().toMillis())
        .time("updatedAt", LocalImage::updatedAtMillis)
        .add(
            "annotation",
            image -> WireAnnotation.of(image, projects.annotations().read(image), coordinates));
  }

  /**
   * Replaces the labels of images. A label that is sent again with the ID that it has on the image
   * keeps it. The tags of an image are replaced by those sent, and kept where none are sent, as
   * clients that only write labels send none.
   */
  private Answer replace(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    IncomingLabel incoming =
        new IncomingLabel(
            dataset.project().meta(),
            !call.isSet("skipBoundsValidation"),
            Columns.time(System.currentTimeMillis()));
    Map<LocalImage, JsonNode> sent = new HashMap<>();
    for (JsonNode each : call.array("annotations")) {
      LocalImage image = lookup.image(dataset, ApiCall.asId("imageId", each.path("imageId")));
      if (sent.put(image, each.path("annotation")) != null) {
        throw ApiException.badRequest("Image %s is given twice".formatted(image.id()));
      }
    }
    projects
        .annotations()
        .update(
            List.copyOf(sent.keySet()),
            (image, annotation) -> {
              JsonNode given = sent.getOrDefault(image, annotation);
              if (!given.path("objects").isArray()) {
                throw ApiException.badRequest(
                    "The annotation of image %s has no list of \"objects\"".formatted(image.id()));
              }
              replace(annotation, given, incoming);
              return true;
            });
    return Answer.success();
  }

  private static void replace(ObjectNode annotation, JsonNode given, IncomingLabel incoming) {
    Set<Long> present = new HashSet<>();
    annotation.path("objects").forEach(each -> present.add(each.path("id").asLong()));
    ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : given.path("objects")) {
      ObjectNode label = incoming.toFile(each, Annotations.sizeOf(annotation));
      if (!present.contains(label.path("id").asLong())) {
        label.remove("id");
      }
      objects.add(label);
    }
    annotation.set("objects", objects);
    if (given.path("tags").size() > 0) {
      annotation.set("tags", incoming.tags(given.path("tags")));
    }
    for (String key : new String[] {"description", "customBigData"}) {
      if (given.hasNonNull(key)) {
        annotation.set(key, given.get(key));
      }
    }
  }
}
