package dev.relabel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoProjectTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long SEED = 7;

  private static Path folder = Path.of("");
  private static DemoProject demo = new DemoProject(folder, folder, new GroundTruth(List.of()));

  @BeforeAll
  static void render(@TempDir Path temporary) throws IOException {
    folder = temporary;
    demo = DemoProject.render(folder.resolve("a"), SEED);
  }

  @Test
  void drawsTheSameBytesFromTheSameSeed() throws IOException, NoSuchAlgorithmException {
    Path again = folder.resolve("b");
    DemoProject.render(again, SEED);
    assertThat(digests(again)).hasSize(24 * 2 + 2).isEqualTo(digests(folder.resolve("a")));
  }

  @Test
  void drawsOtherPicturesFromAnotherSeed() throws IOException {
    DemoProject other = DemoProject.render(folder.resolve("c"), SEED + 1);
    assertThat(other.groundTruth()).isNotEqualTo(demo.groundTruth());
  }

  @Test
  void laysEveryPictureOutAsTheFormatWants() throws IOException {
    assertThat(demo.groundTruth().images()).hasSize(24);
    for (GroundTruth.Image image : demo.groundTruth().images()) {
      BufferedImage pixels = ImageIO.read(imageFile(image).toFile());
      JsonNode annotation = annotation(image);
      assertThat(pixels.getWidth()).isEqualTo(image.width());
      assertThat(pixels.getHeight()).isEqualTo(image.height());
      assertThat(annotation.at("/size/width").intValue()).isEqualTo(image.width());
      assertThat(annotation.at("/size/height").intValue()).isEqualTo(image.height());
    }
    assertThat(demo.groundTruth().images().stream().map(GroundTruth.Image::dataset).distinct())
        .containsExactly("street", "street/shops", "papers", "papers/receipts");
    JsonNode meta = JSON.readTree(demo.project().resolve("meta.json").toFile());
    assertThat(meta.at("/classes/0/title").textValue()).isEqualTo("sign");
    assertThat(meta.at("/projectType").textValue()).isEqualTo("images");
  }

  @Test
  void holdsAFewBoxesOfAPersonAndNoTextLabels() throws IOException {
    int boxes = 0;
    for (GroundTruth.Image image : demo.groundTruth().images()) {
      for (JsonNode object : annotation(image).get("objects")) {
        boxes++;
        assertThat(object.get("classTitle").textValue()).isEqualTo("sign");
        assertThat(object.get("nnCreated").booleanValue()).isFalse();
        JsonNode corners = object.at("/points/exterior");
        assertThat(corners.at("/0/0").intValue()).isBetween(0, corners.at("/1/0").intValue());
        assertThat(corners.at("/1/0").intValue()).isLessThan(image.width());
        assertThat(corners.at("/0/1").intValue()).isBetween(0, corners.at("/1/1").intValue());
        assertThat(corners.at("/1/1").intValue()).isLessThan(image.height());
      }
    }
    assertThat(boxes).isEqualTo(2);
  }

  @Test
  void keepsTextsOnThePictureAndFarFromEachOther() {
    for (GroundTruth.Image image : demo.groundTruth().images()) {
      List<TextBox> texts = image.texts();
      assertThat(texts).as(image.path()).isNotEmpty();
      for (int i = 0; i < texts.size(); i++) {
        Rectangle box = texts.get(i).outline().bounds();
        assertThat(box.left()).as("%s: %s", image.path(), texts.get(i)).isPositive();
        assertThat(box.top()).as("%s: %s", image.path(), texts.get(i)).isPositive();
        assertThat(box.right()).as("%s: %s", image.path(), texts.get(i)).isLessThan(image.width());
        assertThat(box.bottom())
            .as("%s: %s", image.path(), texts.get(i))
            .isLessThan(image.height());
        for (int j = 0; j < i; j++) {
          assertThat(gap(texts.get(j), texts.get(i)))
              .as("%s: %s and %s", image.path(), texts.get(j), texts.get(i))
              .isGreaterThan(6);
        }
      }
    }
  }

  @Test
  void boxesHoldInkOnPaper() throws IOException {
    for (GroundTruth.Image image : demo.groundTruth().images()) {
      if (!image.dataset().startsWith("papers")) {
        continue;
      }
      BufferedImage pixels = ImageIO.read(imageFile(image).toFile());
      for (TextBox text : image.texts()) {
        Rectangle box = text.outline().bounds();
        int dark = 0;
        int light = 0;
        for (int y = (int) box.top(); y < box.bottom(); y++) {
          for (int x = (int) box.left(); x < box.right(); x++) {
            int green = pixels.getRGB(x, y) >> 8 & 255;
            dark += green < 110 ? 1 : 0;
            light += green > 190 ? 1 : 0;
          }
        }
        assertThat((double) dark / (dark + light))
            .as("%s: %s", image.path(), text)
            .isBetween(0.06, 0.45);
      }
    }
  }

  @Test
  void writesTheGroundTruthBesideTheProject() throws IOException {
    assertThat(demo.groundTruthFile()).isEqualTo(folder.resolve("a/ground-truth.json"));
    assertThat(GroundTruth.read(demo.groundTruthFile())).isEqualTo(demo.groundTruth());
  }

  @Test
  void doesNotDrawOverAnotherProject() {
    assertThatThrownBy(() -> DemoProject.render(folder.resolve("a"), SEED))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exists already")
        .hasMessageContaining("choose another directory");
  }

  /** Distance of the nearest corners and edges, measured coarsely at points along the outlines. */
  private static double gap(TextBox a, TextBox b) {
    double nearest = Double.POSITIVE_INFINITY;
    for (Point p : along(a)) {
      for (Point q : along(b)) {
        nearest = Math.min(nearest, Math.hypot(p.x() - q.x(), p.y() - q.y()));
      }
    }
    return nearest;
  }

  private static List<Point> along(TextBox box) {
    List<Point> ring = box.outline().exterior();
    return Stream.iterate(0, i -> i < 4 * 24, i -> i + 1)
        .map(
            i -> {
              Point from = ring.get(i / 24);
              Point to = ring.get((i / 24 + 1) % 4);
              double t = i % 24 / 24.0;
              return new Point(
                  from.x() + t * (to.x() - from.x()), from.y() + t * (to.y() - from.y()));
            })
        .toList();
  }

  private static Path datasetFolder(GroundTruth.Image image) {
    return demo.project().resolve(image.dataset().replace("/", "/datasets/"));
  }

  private static Path imageFile(GroundTruth.Image image) {
    return datasetFolder(image).resolve("img").resolve(image.name());
  }

  private static JsonNode annotation(GroundTruth.Image image) throws IOException {
    return JSON.readTree(
        datasetFolder(image).resolve("ann").resolve(image.name() + ".json").toFile());
  }

  private static Map<String, String> digests(Path directory)
      throws IOException, NoSuchAlgorithmException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        digests.put(directory.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }
}
