package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.ProjectMeta;
import java.util.Map;
import java.util.Set;

/** Turns annotations from files into what clients get. */
final class WireAnnotation {
  private static final Set<String> GEOMETRY_KEYS =
      Set.of(
          "points",
          "bitmap",
          "nodes",
          "parts",
          "vertices",
          "angle",
          "faces",
          "position",
          "rotation",
          "dimensions",
          "face");

  private WireAnnotation() {}

  /** How coordinates are given. */
  enum Coordinates {
    /** As they are. */
    CONTINUOUS,
    /** See {@link WholePixels}, which is what clients get that ask for nothing. */
    WHOLE_PIXELS;

    static Coordinates askedBy(ApiCall call) {
      return call.isSetOrMissing("integerCoords") ? WHOLE_PIXELS : CONTINUOUS;
    }
  }

  /** An annotation of an image (fact sheet, 3.1). */
  static ObjectNode of(LocalImage image, ObjectNode file, Coordinates coordinates) {
    ObjectNode annotation = file.deepCopy();
    FigureIds.hideBookkeeping(annotation);
    if (!annotation.hasNonNull("description")) {
      annotation.put("description", "");
    }
    if (!annotation.hasNonNull("customBigData")) {
      annotation.putObject("customBigData");
    }
    ArrayNode objects = annotation.putArray("objects");
    for (JsonNode each : file.path("objects")) {
      objects.add(label(image, each, Annotations.sizeOf(file), coordinates));
    }
    return annotation;
  }

  /** A label with its geometry's keys beside the others. */
  static ObjectNode label(
      LocalImage image, JsonNode file, ImageSize size, Coordinates coordinates) {
    ObjectNode label = ((ObjectNode) file).deepCopy();
    ProjectMeta meta = image.dataset().project().meta();
    meta.labelClass(label.path("classTitle").asText())
        .ifPresent(
            known -> {
              label.put("classId", known.id());
              if (!label.hasNonNull("geometryType")) {
                label.put("geometryType", label.path("shape").asText(known.shape()));
              }
            });
    label.put("shape", label.path("geometryType").asText());
    for (String flag : new String[] {"nnCreated", "nnUpdated"}) {
      label.put(flag, label.path(flag).asBoolean());
    }
    if (!label.hasNonNull("description")) {
      label.put("description", "");
    }
    if (!label.path("tags").isArray()) {
      label.putArray("tags");
    }
    try {
      ObjectNode wire = FileCoordinates.toWire(label);
      if (coordinates == Coordinates.WHOLE_PIXELS) {
        WholePixels.round(wire.path("geometryType").asText(), wire, size);
      }
      return wire;
    } catch (IllegalArgumentException e) {
      throw new LocalProjectException(
          "%s holds a damaged label: %s. Repair or remove it."
              .formatted(image.annotationFile(), e.getMessage()),
          e);
    }
  }

  /** The keys of a label that make its geometry, as figures carry them. */
  static ObjectNode geometryOf(ObjectNode label) {
    ObjectNode geometry = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : label.properties()) {
      if (GEOMETRY_KEYS.contains(each.getKey())) {
        geometry.set(each.getKey(), each.getValue());
      }
    }
    return geometry;
  }
}
