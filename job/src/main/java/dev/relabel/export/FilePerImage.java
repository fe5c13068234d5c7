package dev.relabel.export;

import java.io.Serializable;
import java.util.Map;

/**
 * A format that keeps the labels of each image in a file of its own; shipped to executors. All
 * paths are relative to the export's folder, with slashes.
 */
public interface FilePerImage extends Serializable {
  /**
   * Where the labels of an image lie.
   *
   * @param name a {@link SafePath}
   */
  String labelPath(String name);

  /**
   * Where the image itself belongs.
   *
   * @param name a {@link SafePath}
   */
  String imagePath(String name);

  /** The file with the labels of an image. */
  byte[] labels(ExportItem item);

  /** Files that are about all images, by their paths; they are written last. */
  Map<String, byte[]> heads(ExportedRun run);
}
