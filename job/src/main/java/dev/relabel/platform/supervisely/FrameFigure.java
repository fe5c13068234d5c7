package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;

/**
 * Labels of frames ↔ figures of videos. Unlike those of images they count whole pixels, the last
 * one included (fact sheet, 3.3), have no tags, and get class and track from their object.
 */
final class FrameFigure {
  private FrameFigure() {}

  /**
   * A new label as a figure.
   *
   * @param label with the ID of its object as its track
   * @param video where it is
   */
  static ObjectNode write(ImageId frame, Label label, VideoPlace video) {
    ObjectNode onPixels =
        FileCoordinates.toPixels(LabelJson.figure(label, 0), video.width(), video.height());
    ObjectNode figure = Json.object();
    figure.put("objectId", label.track().orElseThrow());
    for (String key : new String[] {"geometryType", "geometry", "nnCreated", "nnUpdated"}) {
      figure.set(key, onPixels.get(key));
    }
    figure.putObject("meta").put("frame", frame.number());
    return figure;
  }

  /**
   * A figure as a label.
   *
   * @param className the class of its object
   */
  static PlatformLabel read(JsonNode figure, String className) {
    ObjectNode label = FileCoordinates.toWire(Json.asObject(figure, "figure"));
    ObjectNode whole = Json.object(label, "geometry").deepCopy();
    for (String key : new String[] {"id", "geometryType", "nnCreated", "nnUpdated"}) {
      whole.set(key, label.get(key));
    }
    whole.put("classTitle", className).putArray("tags");
    PlatformLabel read = LabelJson.read(whole);
    return new PlatformLabel(read.id(), read.label().withTrack(Json.integer(figure, "objectId")));
  }
}
