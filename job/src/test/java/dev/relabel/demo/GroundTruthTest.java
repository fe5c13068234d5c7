package dev.relabel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTruthTest {
  @Test
  void readsWhatItWrote(@TempDir Path folder) throws IOException {
    GroundTruth truth =
        new GroundTruth(
            List.of(
                new GroundTruth.Image(
                    "street/shops",
                    "a.jpg",
                    640,
                    480,
                    List.of(
                        new TextBox(
                            "Tea & \"more\"", Polygon.of(1.25, 2, 30, 2.5, 30, 9, 1, 8.75))),
                    List.of()),
                new GroundTruth.Image(
                    "papers", "b.png", 10, 20, List.of(), List.of(new Rectangle(1, 2, 9, 20)))));
    Path file = folder.resolve("truth.json");

    truth.write(file);

    assertThat(GroundTruth.read(file)).isEqualTo(truth);
    assertThat(truth.textCount()).isEqualTo(1);
    assertThat(truth.images().get(0).path()).isEqualTo("street/shops/a.jpg");
  }

  @Test
  void refusesAnotherJsonFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("truth.json");
    Files.writeString(file, "{\"images\":[{\"dataset\":\"a\"}]}");

    assertThatThrownBy(() -> GroundTruth.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("truth.json is no ground truth of the demo")
        .hasMessageContaining("Render the demo again");
  }
}
