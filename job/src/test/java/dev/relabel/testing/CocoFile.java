package dev.relabel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Rectangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A COCO data set file, ours or another program's. */
public final class CocoFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode root;
  private final Map<Long, String> images = new LinkedHashMap<>();
  private final Map<Long, String> categories = new LinkedHashMap<>();

  private CocoFile(JsonNode root) {
    this.root = root;
    root.path("images")
        .forEach(each -> images.put(each.path("id").asLong(), each.path("file_name").asText()));
    root.path("categories")
        .forEach(each -> categories.put(each.path("id").asLong(), each.path("name").asText()));
  }

  /** Reads a file. */
  public static CocoFile read(Path file) {
    return new CocoFile(json(file));
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the images, in the order of the file. */
  public List<String> imageNames() {
    return List.copyOf(images.values());
  }

  /** The file's own boxes. */
  public List<Detection> detections() {
    return detections(root.path("annotations"));
  }

  /** The boxes in a list of results for this data set. */
  public List<Detection> results(Path file) {
    return detections(json(file));
  }

  private List<Detection> detections(JsonNode annotations) {
    List<Detection> detections = new ArrayList<>();
    for (JsonNode each : annotations) {
      JsonNode box = each.path("bbox");
      double left = box.path(0).asDouble();
      double top = box.path(1).asDouble();
      detections.add(
          new Detection(
              images.getOrDefault(each.path("image_id").asLong(), "?"),
              // Some exporters write names without spaces.
              categories.getOrDefault(each.path("category_id").asLong(), "?").replace('_', ' '),
              new Rectangle(left, top, left + box.path(2).asDouble(), top + box.path(3).asDouble()),
              each.path("score").asDouble(1),
              each.path("iscrowd").asInt() == 1));
    }
    return detections;
  }
}
