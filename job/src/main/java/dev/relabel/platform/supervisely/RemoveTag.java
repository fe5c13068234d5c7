package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/**
 * Removes one tag from an image; others of the same kind stay.
 *
 * @param kind the project's ID of the kind of tag
 * @param id the tag's own ID
 */
record RemoveTag(ImageId image, long kind, FigureId id) implements Endpoint<Boolean> {
  @Override
  public String method() {
    return "image-tags.remove-from-image";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("tagId", kind).put("imageId", image.number()).put("id", id.number());
  }

  /** Always true. */
  @Override
  public Boolean read(JsonNode answer) {
    return true;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE; // what is gone stays gone
  }

  @Override
  public boolean isWrite() {
    return true;
  }

  @Override
  public String subject() {
    return "%s of image %s".formatted(id, image);
  }
}
