package dev.relabel.model.onnx;

import dev.relabel.model.onnx.OnnxBuilder.Numbers;

/** Hand-made detectors. */
final class Graphs {
  static final String NAMES = "{0: 'cat', 1: \"men's shoe\", 2: 'dog'}";

  /** Two detections and an empty row: x1, y1, x2, y2, score, class. */
  static final float[] ROWS = {
    8, 16, 24, 32, 0.9f, 2, //
    0, 0, 64, 64, 0.6f, 1, //
    0, 0, 0, 0, 0, 0
  };

  private Graphs() {}

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
