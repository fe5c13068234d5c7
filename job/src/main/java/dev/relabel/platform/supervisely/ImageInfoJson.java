package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.format.Json;

/** Images as {@code images.*} describe them. */
final class ImageInfoJson {
  private ImageInfoJson() {}

  static ImageInfo read(JsonNode json) {
    return new ImageInfo(
        new ImageId(Json.integer(json, "id")),
        new DatasetId(Json.integer(json, "datasetId")),
        Json.text(json, "name"),
        pixels(json, "width"),
        pixels(json, "height"),
        Math.max(0, Json.integer(json, "size", 0)),
        Json.text(json, "hash", ""),
        Json.text(json, "updatedAt", ""));
  }

  private static int pixels(JsonNode json, String key) {
    long pixels = Json.integer(json, key, 0);
    return pixels > 0 && pixels <= Integer.MAX_VALUE ? (int) pixels : 0;
  }
}
