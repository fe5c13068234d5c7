package dev.relabel.model.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The 33 COCO photos of the test data with their ground truth and the reference detections. */
final class CocoPhotos {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path data;
  private final JsonNode instances;
  private final Map<Integer, String> categories = new TreeMap<>();

  private CocoPhotos(Path data) throws IOException {
    this.data = data;
    this.instances = JSON.readTree(data.resolve("coco33/instances.json").toFile());
    instances.path("categories").forEach(c -> categories.put(c.get("id").asInt(), name(c)));
  }

  private static String name(JsonNode node) {
    return node.get("name").asText();
  }

  /** The photos; the test is skipped where there are none. */
  static CocoPhotos orSkip() throws IOException {
    String place = System.getProperty("relabel.testdata", "");
    Path data = Path.of(place);
    assumeTrue(
        !place.isEmpty() && Files.exists(data.resolve("coco33/instances.json")),
        "real models and photos are where the system property relabel.testdata says");
    return new CocoPhotos(data);
  }

  Path model(String name) {
    return data.resolve("models").resolve(name);
  }

  /** A box on a photo, predicted or true. */
  record Box(int image, String className, Rectangle box, double score, boolean crowd) {}

  /** What people have drawn. */
  List<Box> truth() {
    List<Box> boxes = new ArrayList<>();
    instances.path("annotations").forEach(a -> boxes.add(box(a, 1)));
    return boxes;
  }

  /** The reference detections in this file. */
  List<Box> expected(String name) throws IOException {
    List<Box> boxes = new ArrayList<>();
    JSON.readTree(data.resolve("coco33/expected").resolve(name).toFile())
        .forEach(a -> boxes.add(box(a, a.get("score").asDouble())));
    return boxes;
  }

  private Box box(JsonNode a, double score) {
    JsonNode b = a.get("bbox");
    double x = b.get(0).asDouble();
    double y = b.get(1).asDouble();
    return new Box(
        a.get("image_id").asInt(),
        categories.getOrDefault(a.get("category_id").asInt(), "?"),
        new Rectangle(x, y, x + b.get(2).asDouble(), y + b.get(3).asDouble()),
        score,
        a.path("iscrowd").asInt(0) == 1);
  }

  /** The encoded photos by their IDs, in order. */
  Map<Integer, byte[]> photos() throws IOException {
    Map<Integer, byte[]> photos = new LinkedHashMap<>();
    for (JsonNode image : instances.path("images")) {
      photos.put(
          image.get("id").asInt(),
          Files.readAllBytes(
              data.resolve("coco33/images").resolve(image.get("file_name").asText())));
    }
    return photos;
  }

  /** What a model finds on all photos, in batches of this size. */
  List<Box> detect(Model model, int batchSize) throws IOException {
    List<Box> found = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    List<PreparedImage> batch = new ArrayList<>();
    ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
    for (JsonNode image : instances.path("images")) {
      byte[] bytes =
          Files.readAllBytes(
              data.resolve("coco33/images").resolve(image.get("file_name").asText()));
      try (Picture picture = decoder.decode(bytes)) {
        batch.add(model.prepare(picture));
        ids.add(image.get("id").asInt());
      }
      if (batch.size() == batchSize) {
        infer(model, batch, ids, found);
      }
    }
    infer(model, batch, ids, found);
    return found;
  }

  private static void infer(
      Model model, List<PreparedImage> batch, List<Integer> ids, List<Box> found) {
    try (InferredBatch answer = model.infer(batch)) {
      for (int i = 0; i < ids.size(); i++) {
        for (Label label : answer.labels(i)) {
          found.add(
              new Box(
                  ids.get(i),
                  label.className(),
                  label.geometry().bounds(),
                  label.score().orElseThrow(),
                  false));
        }
      }
    }
    batch.forEach(PreparedImage::close);
    batch.clear();
    ids.clear();
  }
}
