package dev.relabel.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The 33 COCO photos of the test data: with what people drew and what another program found. */
public final class CocoPhotos {
  private final Path data;
  private final CocoFile truth;

  private CocoPhotos(Path data) {
    this.data = data;
    this.truth = CocoFile.read(data.resolve("coco33/instances.json"));
  }

  /** The photos; the test is skipped where there are none. */
  public static CocoPhotos orSkip() {
    String place = System.getProperty("relabel.testdata", "");
    Path data = Path.of(place);
    assumeTrue(
        !place.isEmpty() && Files.exists(data.resolve("coco33/instances.json")),
        "real models and photos are where the system property relabel.testdata says");
    return new CocoPhotos(data);
  }

  /** The photos' folder. */
  public Path folder() {
    return data.resolve("coco33/images");
  }

  /** The photos, sorted by name. */
  public List<Path> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model file. */
  public Path model(String name) {
    return data.resolve("models").resolve(name);
  }

  /** What people have drawn. */
  public List<Detection> truth() {
    return truth.detections();
  }

  /** What {@code yolox_nano_416.onnx} finds at score 0.25 with NMS at IoU 0.45. */
  public List<Detection> reference() {
    return truth.results(data.resolve("coco33/expected/yolox_nano_416_conf025_nms045.json"));
  }
}
