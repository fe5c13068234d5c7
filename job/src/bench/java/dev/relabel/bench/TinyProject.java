package dev.relabel.bench;

import dev.relabel.image.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A local project of many small PNG files. */
final class TinyProject {
  private static final int SIDE = 64;

  /** Enough different contents that no cache of equal ones could help. */
  private static final int DISTINCT = 1000;

  static final String DATASET = "tiny";

  /** The class of what is there before. */
  static final String DRAWN = "drawn";

  private TinyProject() {}

  /**
   * Writes a dataset of the project, flat, the hardest case for whoever lists it.
   *
   * @param drawn how many boxes somebody has drawn on each image
   */
  static void write(Path project, String dataset, int images, int drawn) throws IOException {
    Path img = Files.createDirectories(project.resolve(dataset).resolve("img"));
    Path ann = Files.createDirectories(project.resolve(dataset).resolve("ann"));
    Files.writeString(
        project.resolve("meta.json"),
        "{\"classes\":[{\"title\":\"%s\",\"shape\":\"rectangle\",\"color\":\"#112233\"}],\"tags\":[],\"projectType\":\"images\"}"
            .formatted(DRAWN));
    byte[] annotation =
        "{\"description\":\"\",\"size\":{\"height\":%s,\"width\":%s},\"tags\":[],\"objects\":[%s]}"
            .formatted(
                SIDE,
                SIDE,
                IntStream.range(0, drawn)
                    .mapToObj(TinyProject::box)
                    .collect(Collectors.joining(",")))
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

  /** A box that a person drew, as a file holds it. */
  private static String box(int number) {
    int at = number % (SIDE - 8);
    return "{\"classTitle\":\"%s\",\"geometryType\":\"rectangle\",\"tags\":[],\"points\":{\"exterior\":[[%s,%s],[%s,%s]],\"interior\":[]}}"
        .formatted(DRAWN, at, at, at + 7, at + 7);
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
