package dev.relabel.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What lists of steps that prepare a picture have in common, whoever writes them. */
final class PictureSteps {
  private PictureSteps() {}

  /** Numbers that refer to pixels of another range than 0–255, brought to that. */
  static List<Double> times(JsonNode numbers, double factor) {
    List<Double> products = new ArrayList<>();
    numbers.forEach(number -> products.add(number.asDouble() * factor));
    return products;
  }

  /** The next multiple. */
  static int roundUp(int side, int stride) {
    return (int) Math.min(Integer.MAX_VALUE, ((long) side + stride - 1) / stride * stride);
  }

  /**
   * The pixel that becomes a number when the steps so far have changed its range: what is padded
   * after them has that number.
   */
  static int pixel(double number, Map<String, Object> settings) {
    double pixel =
        mean(settings.getOrDefault("mean", 0)) + number * mean(settings.getOrDefault("scale", 1));
    return (int) Math.max(0, Math.min(255, Math.round(pixel)));
  }

  private static double mean(Object numbers) {
    if (numbers instanceof List<?> list) {
      return list.stream().mapToDouble(PictureSteps::mean).average().orElse(0);
    }
    return numbers instanceof Number number ? number.doubleValue() : 0;
  }
}
