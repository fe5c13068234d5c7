package dev.relabel.testing;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An ONNX file of a few hundred bytes that finds the same two boxes on every 64 × 64 image: a
 * {@code part}, columns 8–24 and rows 16–32, and the {@code whole} image.
 */
public final class TinyModel {
  /** x1, y1, x2, y2, score, class in pixels of the input; the last row is empty. */
  private static final float[] ROWS = {
    8, 16, 24, 32, 0.9f, 1, //
    0, 0, 64, 64, 0.6f, 0, //
    0, 0, 0, 0, 0, 0
  };

  private TinyModel() {}

  /** Writes the file. */
  public static Path write(Path file) throws IOException {
    return new ConstantModel("images", 1, 3, 64, 64)
        .output("output0", ROWS, 1, 3, 6)
        .metadata("names", "{0: 'whole', 1: 'part'}")
        .metadata("task", "detect")
        .write(file);
  }
}
