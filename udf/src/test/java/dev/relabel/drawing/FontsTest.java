package dev.relabel.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A machine without fonts throws an Error from Java's first text call, so we make none. */
class FontsTest {
  @Test
  void drawingsDoNotTouchJavasFonts() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Drawing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("dev/relabel/drawing"))) {
      List<Path> ours = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(ours).hasSizeGreaterThan(5);
      for (Path file : ours) {
        // Names of used classes and methods stand in a class file as they are.
        String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(constants)
            .as("%s", file)
            .doesNotContain("java/awt/Font")
            .doesNotContain("java/awt/font/")
            .doesNotContain("drawString");
      }
    }
  }
}
