package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Endpoint;

/** An image by its ID. */
record FetchImage(ImageId id) implements Endpoint<ImageInfo> {
  @Override
  public String method() {
    return "images.info";
  }

  @Override
  public JsonNode body() {
    return Json.object().put("id", id.number()).put("forceMetadataForLinks", true);
  }

  @Override
  public ImageInfo read(JsonNode answer) {
    return ImageInfoJson.read(answer);
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String subject() {
    return "image " + id;
  }
}
