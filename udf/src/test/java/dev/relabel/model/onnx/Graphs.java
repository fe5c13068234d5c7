package dev.relabel.model.onnx;

import dev.relabel.model.onnx.OnnxBuilder.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hand-made detectors. */
public final class Graphs {
  static final String NAMES = "{0: 'cat', 1: \"men's shoe\", 2: 'dog'}";

  /** Two detections and an empty row: x1, y1, x2, y2, score, class. */
  static final float[] ROWS = {
    8, 16, 24, 32, 0.9f, 2, //
    0, 0, 64, 64, 0.6f, 1, //
    0, 0, 0, 0, 0, 0
  };

  private Graphs() {}

  /**
   * Writes {@link #endToEnd} into a file: on every 64 × 64 image it finds a dog of score 0.9 in
   * columns 8–24 and rows 16–32, and a men's shoe of score 0.6 on all of it.
   *
   * @param batch images that each call takes, negative for any number
   */
  public static Path detector(Path file, long batch) throws IOException {
    return Files.write(file, endToEnd(batch).build());
  }

  /** An end-to-end detector on a 64 × 64 input that finds {@link #ROWS} on every image. */
  static OnnxBuilder endToEnd(long batch) {
    OnnxBuilder onnx =
        new OnnxBuilder()
            .input("images", Numbers.FLOAT32, batch, 3, 64, 64)
            .output("output0", Numbers.FLOAT32, batch, 3, 6)
            .metadata("names", NAMES)
            .metadata("task", "detect")
            .metadata("license", "AGPL-3.0 (https://ultralytics.com/license)");
    return onnx.perImage("images", onnx.floats(new long[] {1, 3, 6}, ROWS), "output0", 3, 6);
  }
}
