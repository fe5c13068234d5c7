package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.UploadMode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Small images with boxes that people have drawn, some of them twice and some just where {@link
 * TinyModel} finds something; and what each upload mode has to leave on them, put together by hand.
 */
public final class PersonsProject {
  /** How many images there are, in two datasets. */
  public static final int IMAGES = 8;

  private static final String META =
      """
      {"classes": [
         {"title": "car", "shape": "rectangle", "color": "#FF0000", "geometry_config": {}},
         {"title": "part", "shape": "rectangle", "color": "#00FF00", "geometry_config": {}}],
       "tags": [], "projectType": "images"}
      """;

  private static final int SIDE = 64;
  private static final String PERSONS_PART = box("part", "PERSON", 8, 16, 24, 32);
  private static final String PREDICTED_PART = box("part", "MACHINE", 8, 16, 24, 32);
  private static final String PREDICTED_WHOLE = box("whole", "MACHINE", 0, 0, SIDE, SIDE);

  private PersonsProject() {}

  /** Writes the project. */
  public static ProjectFolder write(java.nio.file.Path directory) {
    ProjectFolder folder = ProjectFolder.in(directory).meta(META);
    for (int i = 0; i < IMAGES; i++) {
      List<String> objects = new ArrayList<>();
      drawn(i).forEach(box -> objects.add(box.json()));
      folder.image(dataset(i), name(i), png(i));
      folder.annotation(
          dataset(i),
          name(i),
          "{\"description\": \"\", \"size\": {\"height\": %s, \"width\": %s}, \"tags\": [], \"objects\": [%s]}"
              .formatted(SIDE, SIDE, String.join(",", objects)));
    }
    return folder;
  }

  private static String dataset(int image) {
    return image < 5 ? "street" : "street/side";
  }

  private static String name(int image) {
    return "image-%s.png".formatted(image);
  }

  /** A box that a person has drawn. */
  private record Drawn(String className, int left, int top, int right, int bottom) {
    String json() {
      return "{\"classTitle\": \"%s\", \"geometryType\": \"rectangle\", \"tags\": [], \"points\": {\"exterior\": [[%s, %s], [%s, %s]], \"interior\": []}}"
          .formatted(className, left, top, right - 1, bottom - 1);
    }

    String text() {
      return box(className, "PERSON", left, top, right, bottom);
    }
  }

  /** Image 3 has the same car twice, image 6 the same part twice, image 7 nothing. */
  private static List<Drawn> drawn(int image) {
    List<Drawn> drawn = new ArrayList<>();
    Drawn car = new Drawn("car", image, 2, image + 20, 40);
    Drawn part = new Drawn("part", 8, 16, 24, 32);
    if (image != 7) {
      drawn.add(car);
    }
    if (image == 3) {
      drawn.add(car);
    }
    if (image == 1 || image == 4 || image == 6) {
      drawn.add(part);
    }
    if (image == 6) {
      drawn.add(part);
    }
    return drawn;
  }

  /** What a run has to leave on each image (for {@code create} on its copy), by path, sorted. */
  public static Map<String, List<String>> after(UploadMode mode) {
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < IMAGES; i++) {
      List<String> before = new ArrayList<>(drawn(i).stream().map(Drawn::text).toList());
      boolean hasPart = before.contains(PERSONS_PART);
      List<String> after = new ArrayList<>();
      switch (mode) {
        case APPEND -> {
          after.addAll(before);
          after.addAll(List.of(PREDICTED_PART, PREDICTED_WHOLE));
        }
        case IOU_MERGE -> {
          after.addAll(before);
          after.addAll(
              hasPart ? List.of(PREDICTED_WHOLE) : List.of(PREDICTED_PART, PREDICTED_WHOLE));
        }
        case REPLACE ->
            after.addAll(List.of(hasPart ? PERSONS_PART : PREDICTED_PART, PREDICTED_WHOLE));
        case CREATE -> after.addAll(List.of(PREDICTED_PART, PREDICTED_WHOLE));
      }
      after.sort(null);
      expected.put(dataset(i) + "/" + name(i), after);
    }
    return expected;
  }

  /** How many labels a run adds. */
  public static int added(UploadMode mode) {
    return count(mode, "MACHINE");
  }

  /** How many labels a run removes. */
  public static int removed(UploadMode mode) {
    int drawn = 0;
    for (int i = 0; i < IMAGES; i++) {
      drawn += drawn(i).size();
    }
    return mode == UploadMode.REPLACE ? drawn - count(mode, "PERSON") : 0;
  }

  private static int count(UploadMode mode, String origin) {
    return after(mode).values().stream()
        .mapToInt(labels -> (int) labels.stream().filter(each -> each.contains(origin)).count())
        .sum();
  }

  /** Labels as {@link #after} writes them. */
  public static Map<String, List<String>> texts(Map<String, List<PlatformLabel>> held) {
    Map<String, List<String>> texts = new TreeMap<>();
    held.forEach(
        (path, labels) ->
            texts.put(path, labels.stream().map(each -> text(each.label())).sorted().toList()));
    return texts;
  }

  private static String text(Label label) {
    return "%s %s %s".formatted(label.className(), label.origin(), label.geometry());
  }

  private static String box(
      String className, String origin, double left, double top, double right, double bottom) {
    return "%s %s Rectangle[left=%s, top=%s, right=%s, bottom=%s]"
        .formatted(className, origin, left, top, right, bottom);
  }

  private static byte[] png(int image) {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        picture.setRGB(x, y, 0x102030 * (image + 1) + x); // no two images are equal
      }
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
