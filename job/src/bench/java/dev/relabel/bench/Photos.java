package dev.relabel.bench;

import dev.relabel.demo.DemoProject;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Photos of 1 to 4 megapixels: smaller ones side by side at their own scale, so that a pixel costs
 * a decoder as much as in the originals (enlarged photos are smooth and decode too fast).
 */
final class Photos {
  /** Tiles of 640 × 480, columns × rows: 1.2, 1.8, 2.8 and 3.7 megapixels. */
  private static final int[][] GRIDS = {{2, 2}, {3, 2}, {3, 3}, {4, 3}};

  private static final int TILE_WIDTH = 640;
  private static final int TILE_HEIGHT = 480;
  private static final float QUALITY = 0.9f;

  private Photos() {}

  /**
   * Fills a folder with photos; equal files share their space on the disk.
   *
   * @param count files to make
   * @return the folder
   */
  static Path make(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    List<Path> tiles = tiles(folder.resolveSibling("demo"));
    int distinct = Math.min(count, tiles.size());
    List<Path> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve(String.format(Locale.ROOT, "photo-%05d.jpg", i));
      if (i < distinct) {
        write(mosaic(tiles, i), file);
        made.add(file);
      } else {
        Files.createLink(file, made.get(i % distinct));
      }
    }
    return folder;
  }

  /** Real photos where there are some, otherwise the demo's drawn pictures. */
  private static List<Path> tiles(Path demo) throws IOException {
    Path real = TestData.folder().resolve("coco33/images");
    Path folder = Files.isDirectory(real) ? real : DemoProject.render(demo, 1).project();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(jpg|png)")).sorted().toList();
    }
  }

  private static BufferedImage mosaic(List<Path> tiles, int index) throws IOException {
    int[] grid = GRIDS[index % GRIDS.length];
    BufferedImage all =
        new BufferedImage(
            grid[0] * TILE_WIDTH, grid[1] * TILE_HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = all.createGraphics();
    for (int i = 0; i < grid[0] * grid[1]; i++) {
      BufferedImage tile = ImageIO.read(tiles.get((index + i) % tiles.size()).toFile());
      int left = i % grid[0] * TILE_WIDTH;
      int top = i / grid[0] * TILE_HEIGHT;
      pen.setClip(left, top, TILE_WIDTH, TILE_HEIGHT);
      // A tile smaller than its place is repeated, one that is larger is cut.
      for (int x = 0; x < TILE_WIDTH; x += tile.getWidth()) {
        for (int y = 0; y < TILE_HEIGHT; y += tile.getHeight()) {
          pen.drawImage(tile, left + x, top + y, null);
        }
      }
    }
    pen.dispose();
    return all;
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (OutputStream out = Files.newOutputStream(file);
        MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
  }
}
