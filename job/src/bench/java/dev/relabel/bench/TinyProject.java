package dev.relabel.bench;

import dev.relabel.image.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A local project of many small PNG files without labels. */
final class TinyProject {
  private static final int SIDE = 64;

  /** Enough different contents that no cache of equal ones could help. */
  private static final int DISTINCT = 1000;

  private TinyProject() {}

  /** Writes the project, in one dataset, the hardest case for whoever lists it. */
  static void write(Path project, int images) throws IOException {
    Path img = Files.createDirectories(project.resolve("tiny/img"));
    Path ann = Files.createDirectories(project.resolve("tiny/ann"));
    Files.writeString(
        project.resolve("meta.json"), "{\"classes\":[],\"tags\":[],\"projectType\":\"images\"}");
    byte[] annotation =
        "{\"description\":\"\",\"size\":{\"height\":%s,\"width\":%s},\"tags\":[],\"objects\":[]}"
            .formatted(SIDE, SIDE)
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    byte[][] contents = new byte[Math.min(images, DISTINCT)][];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = png(random);
    }
    for (int i = 0; i < images; i++) {
      String name = String.format(Locale.ROOT, "tiny-%06d.png", i);
      Files.write(img.resolve(name), contents[i % contents.length]);
      Files.write(ann.resolve(name + ".json"), annotation);
    }
  }

  private static byte[] png(Random random) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    byte[] colour = new byte[3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      if (i % 16 == 0) {
        random.nextBytes(colour);
      }
      System.arraycopy(colour, 0, rgb, 3 * i, 3);
    }
    try (Picture picture = Picture.ofRgb(SIDE, SIDE, rgb)) {
      return picture.toPng();
    }
  }
}
