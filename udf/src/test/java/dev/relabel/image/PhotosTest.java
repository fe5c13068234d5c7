package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PhotosTest {
  @Test
  void photosHaveTheSizesThatTheirAnnotationsName() throws IOException {
    Path photos = Path.of(System.getProperty("relabel.testdata", "")).resolve("coco33");
    assumeTrue(
        Files.isDirectory(photos), "relabel.testdata does not point at a folder with coco33");
    JsonNode images =
        new ObjectMapper().readTree(photos.resolve("instances.json").toFile()).get("images");
    assertThat(images).hasSize(33);
    ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
    for (JsonNode image : images) {
      String name = image.get("file_name").asText();
      byte[] encoded = Files.readAllBytes(photos.resolve("images").resolve(name));
      try (Picture picture = decoder.decode(encoded)) {
        assertThat(picture.width()).as(name).isEqualTo(image.get("width").asInt());
        assertThat(picture.height()).as(name).isEqualTo(image.get("height").asInt());
      }
    }
  }
}
