package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.local.ProjectMeta.LabelClass;
import java.util.List;

/**
 * Puts a figure that a client sent on a video, or refuses it: its object and frame have to be the
 * video's, its geometry has to fit the object's class and the frame. Coordinates stay as they are
 * (fact sheet, 3.3).
 *
 * @param annotation the video's
 * @param facts what the video's file tells
 * @param label the rules for what figures share with the labels of images
 */
record IncomingFigure(VideoAnnotation annotation, VideoFacts facts, IncomingLabel label) {
  private static final List<String> NOT_KEPT =
      List.of("id", "entityId", "datasetId", "meta", "classId", "classTitle", "shape");

  /**
   * Adds a figure.
   *
   * @return the figure in file form
   * @throws ApiException if it is refused
   */
  ObjectNode add(JsonNode sent) {
    if (!(sent instanceof ObjectNode given)) {
      throw ApiException.badRequest("A figure has to be an object, not " + sent);
    }
    ObjectNode object = object(given);
    long frame = frame(given);
    ObjectNode figure = given.deepCopy();
    LabelClass labelClass = labelClass(object);
    figure.remove(NOT_KEPT);
    figure.put("geometryType", IncomingLabel.type(given, labelClass));
    requireOnFrame(figure, labelClass);
    if (!object.hasNonNull("key")) {
      object.put("key", VideoAnnotation.newKey());
    }
    figure.set("objectKey", object.get("key"));
    if (!figure.hasNonNull("key")) {
      figure.put("key", VideoAnnotation.newKey());
    }
    if (figure.has("tags")) {
      figure.set("tags", label.tags(figure.get("tags")));
    }
    label.putDefaults(figure);
    annotation.addFigure(frame, figure);
    return figure;
  }

  private ObjectNode object(ObjectNode figure) {
    long id = ApiCall.asId("objectId", figure.path("objectId"));
    return annotation
        .object(id)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "Video %s has no object with ID %s"
                        .formatted(annotation.video().id(), figure.get("objectId"))));
  }

  private long frame(ObjectNode figure) {
    long frame = ApiCall.asId("meta.frame", figure.path("meta").path("frame"));
    if (frame < 0 || frame >= facts.frames()) {
      throw ApiException.badRequest(
          "Video %s has %s frames, of which %s is none"
              .formatted(annotation.video().id(), facts.frames(), frame));
    }
    return frame;
  }

  private LabelClass labelClass(ObjectNode object) {
    return annotation
        .classOf(object)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "The project has no class \"%s\", which object %s has"
                        .formatted(object.path("classTitle").asText(), object.path("id"))));
  }

  private void requireOnFrame(ObjectNode figure, LabelClass labelClass) {
    if (!figure.path("geometry").isObject()) {
      throw ApiException.badRequest("A figure of a video needs its \"geometry\" as an object");
    }
    try {
      ObjectNode geometry = (ObjectNode) FileCoordinates.toWire(figure).get("geometry");
      label.requireOn(facts.size(), labelClass, figure.path("geometryType").asText(), geometry);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
