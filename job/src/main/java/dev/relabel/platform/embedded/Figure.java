package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.WireAnnotation.Coordinates;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.ProjectMeta.LabelClass;
import java.util.List;
import java.util.Optional;

/**
 * A figure as clients see it (fact sheet, 2.7): a label of an image, or what shows an object of a
 * video on one frame.
 */
sealed interface Figure {
  /** What figures can be filtered by. */
  List<String> FIELDS = List.of("entityId", "id", "objectId", "geometryType", "classId");

  /** The image or video that it is on. */
  LocalEntity on();

  /** The figure in file form. */
  ObjectNode file();

  /** The class that it has itself or by its object, if the project has it. */
  Optional<LabelClass> labelClass();

  /** All fields of it. */
  ObjectNode entity(Coordinates coordinates);

  default long id() {
    return file().path("id").asLong();
  }

  /**
   * One of {@link #FIELDS}.
   *
   * @throws ApiException if it is none
   */
  default JsonNode field(String name) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (name) {
      case "entityId" -> json.numberNode(on().id());
      case "id", "objectId", "geometryType" -> file().path(name);
      case "classId" -> json.numberNode(labelClass().map(LabelClass::id).orElse(-1L));
      default ->
          throw ApiException.badRequest(
              "Figures can be filtered by %s, not by \"%s\"".formatted(FIELDS, name));
    };
  }

  private static ObjectNode entity(LocalEntity on, ObjectNode label, ObjectNode geometry) {
    ObjectNode entity = JsonNodeFactory.instance.objectNode();
    for (String key :
        new String[] {
          "id",
          "classId",
          "objectId",
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
      entity.set(key, label.path(key).isMissingNode() ? NullNode.instance : label.get(key));
    }
    entity.put("entityId", on.id());
    entity.put("projectId", on.dataset().project().id());
    entity.put("datasetId", on.dataset().id());
    entity.set("geometry", geometry);
    Extent extent = Extent.of(label.path("geometryType").asText(), geometry);
    entity.putObject("geometryMeta").set("bbox", extent.toJson());
    entity.putObject("meta");
    entity.putNull("area");
    return entity;
  }

  /**
   * A label of an image.
   *
   * @param on the image
   * @param file the label in file form
   * @param size the size of the image
   */
  record OfImage(LocalImage on, ObjectNode file, ImageSize size) implements Figure {
    @Override
    public Optional<LabelClass> labelClass() {
      return on.dataset().project().meta().labelClass(file.path("classTitle").asText());
    }

    @Override
    public ObjectNode entity(Coordinates coordinates) {
      ObjectNode label = WireAnnotation.label(on, file, size, coordinates);
      return Figure.entity(on, label, WireAnnotation.geometryOf(label)).putNull("objectId");
    }
  }

  /**
   * What shows an object of a video. Its coordinates are the same in files and for clients.
   *
   * @param annotation what it is part of
   * @param frame the number of its frame
   * @param file the figure in file form
   */
  record OfVideo(VideoAnnotation annotation, long frame, ObjectNode file) implements Figure {
    @Override
    public LocalEntity on() {
      return annotation.video();
    }

    @Override
    public Optional<LabelClass> labelClass() {
      return annotation.object(file.path("objectId").asLong()).flatMap(annotation::classOf);
    }

    @Override
    public ObjectNode entity(Coordinates coordinates) {
      ObjectNode label = VideoAnnotation.wireFigure(file);
      labelClass().ifPresent(known -> label.put("classId", known.id()));
      label.withArray("tags");
      ObjectNode geometry =
          file.path("geometry") instanceof ObjectNode known ? known : label.objectNode();
      try {
        ObjectNode entity = Figure.entity(on(), label, geometry);
        entity.set("trackId", label.get("trackId"));
        entity.putObject("meta").put("frame", frame);
        return entity;
      } catch (IllegalArgumentException e) {
        throw new LocalProjectException(
            "%s holds a damaged figure: %s. Repair or remove it."
                .formatted(on().annotationFile(), e.getMessage()),
            e);
      }
    }
  }
}
