package dev.relabel.demo;

import dev.relabel.annotation.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The quickstart's project: 24 drawn pictures in two datasets with one nested in each, as a
 * directory in Supervisely's format, and beside it the true text boxes.
 *
 * <pre>
 * DIRECTORY/platform/demo/meta.json
 * DIRECTORY/platform/demo/street/{img,ann}                    road signs (JPEG)
 * DIRECTORY/platform/demo/street/datasets/shops/{img,ann}     shop fronts (JPEG)
 * DIRECTORY/platform/demo/papers/{img,ann}                    letters (PNG)
 * DIRECTORY/platform/demo/papers/datasets/receipts/{img,ann}  receipts (JPEG, upright format)
 * DIRECTORY/ground-truth.json                                 see {@link GroundTruth}
 * </pre>
 *
 * <p>The project starts without text labels. On every eighth picture a "person" has drawn a box
 * around a sign (class {@value #PERSONS_CLASS}), so that a run can show that such work stays.
 *
 * @param project the project's directory
 * @param groundTruthFile where the true boxes were written
 * @param groundTruth the same boxes
 */
public record DemoProject(Path project, Path groundTruthFile, GroundTruth groundTruth) {
  /** Class of the boxes that a "person" drew. */
  public static final String PERSONS_CLASS = "sign";

  /** The folder that is served; runs with {@code --upload create} put their projects there, too. */
  static final String PLATFORM = "platform";

  static final String NAME = "demo";
  static final String GROUND_TRUTH = "ground-truth.json";

  private static final int PERSONS_EVERY = 8;

  /** What a dataset of the demo holds. */
  private enum Kind {
    ROAD_SIGNS("street", "street", "road", 8, 1280, 960, ".jpg"),
    SHOPS("street/shops", "street/datasets/shops", "shop", 6, 1280, 960, ".jpg"),
    LETTERS("papers", "papers", "letter", 6, 1200, 1000, ".png"),
    RECEIPTS("papers/receipts", "papers/datasets/receipts", "receipt", 4, 900, 1200, ".jpg");

    private final String dataset;
    private final String folder;
    private final String stem;
    private final int count;
    private final int width;
    private final int height;
    private final String extension;

    Kind(
        String dataset,
        String folder,
        String stem,
        int count,
        int width,
        int height,
        String extension) {
      this.dataset = dataset;
      this.folder = folder;
      this.stem = stem;
      this.count = count;
      this.width = width;
      this.height = height;
      this.extension = extension;
    }

    private Scene draw(Random random) {
      Scene scene = new Scene(width, height, random);
      switch (this) {
        case ROAD_SIGNS -> Streets.roadSigns(scene);
        case SHOPS -> Streets.shop(scene);
        case LETTERS -> Papers.letter(scene);
        case RECEIPTS -> Papers.receipt(scene);
      }
      return scene;
    }
  }

  /**
   * Draws the project.
   *
   * @param directory where to; made if missing
   * @param seed chooses texts, places, colours and noise; the same seed gives the same pixels
   * @throws IOException if the directory already holds a project or cannot be written
   */
  public static DemoProject render(Path directory, long seed) throws IOException {
    Path project = directory.resolve(PLATFORM).resolve(NAME);
    if (Files.exists(project)) {
      throw new IOException(
          "%s exists already. Remove it, or choose another directory for the demo."
              .formatted(project));
    }
    ProjectWriter writer = new ProjectWriter(project);
    writer.writeMeta(PERSONS_CLASS);
    List<GroundTruth.Image> truth = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.count; i++) {
        // A generator of its own for each picture: one more or less leaves the others as they are.
        Scene scene = kind.draw(new Random(seed * 1_000_003 + 31L * kind.stem.hashCode() + i));
        BufferedImage pixels = scene.finish();
        boolean personWasHere = truth.size() % PERSONS_EVERY == 2;
        List<Rectangle> drawn =
            personWasHere && !scene.plates().isEmpty()
                ? List.of(wholePixels(scene.plates().get(0), kind.width, kind.height))
                : List.of();
        String name = String.format(Locale.ROOT, "%s-%02d%s", kind.stem, i + 1, kind.extension);
        writer.writeImage(Path.of(kind.folder), name, pixels, drawn);
        truth.add(
            new GroundTruth.Image(
                kind.dataset, name, kind.width, kind.height, scene.texts(), drawn));
      }
    }
    Path groundTruthFile = directory.resolve(GROUND_TRUTH);
    GroundTruth groundTruth = new GroundTruth(truth);
    groundTruth.write(groundTruthFile);
    return new DemoProject(project, groundTruthFile, groundTruth);
  }

  /** People's tools draw boxes of whole pixels, and only on the picture. */
  private static Rectangle wholePixels(Rectangle box, int width, int height) {
    return new Rectangle(
        Math.max(0, Math.floor(box.left())),
        Math.max(0, Math.floor(box.top())),
        Math.min(width, Math.ceil(box.right())),
        Math.min(height, Math.ceil(box.bottom())));
  }
}
