package dev.relabel.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A detector as Geti exports it, which finds the same boxes on every 64 × 64 image: of its second
 * class columns 8–24 and rows 16–32, surely; of its first class all of the image, which is below
 * the confidence that it has in its metadata.
 */
public final class OtxModel {
  /** x1, y1, x2, y2, score in pixels of the input. */
  private static final float[] BOXES = {
    8, 16, 24, 32, 0.9f, //
    0, 0, 64, 64, 0.4f
  };

  private static final long[] LABELS = {1, 0};

  /** What it says of itself, but for its labels. */
  private static final Map<String, String> METADATA =
      Map.of(
          "model_type", "ssd",
          "task_type", "detection",
          "mean_values", "123.675 116.28 103.53",
          "scale_values", "58.395 57.12 57.375",
          "reverse_input_channels", "False",
          "resize_type", "fit_to_window_letterbox",
          "pad_value", "114",
          "confidence_threshold", "0.5",
          "iou_threshold", "0.6");

  private OtxModel() {}

  /**
   * Writes the file.
   *
   * @param labels what it says of them, such as {@code label_ids}, and what it says otherwise
   */
  public static Path write(Path file, Map<String, String> labels) throws IOException {
    ConstantModel model =
        new ConstantModel("image", 1, 3, 64, 64)
            .output("boxes", BOXES, 1, 2, 5)
            .output("labels", LABELS, 1, 2);
    Map<String, String> all = new TreeMap<>(METADATA);
    all.putAll(labels);
    all.forEach((key, value) -> model.metadata("model_info " + key, value));
    return model.write(file);
  }
}
