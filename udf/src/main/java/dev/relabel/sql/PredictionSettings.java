package dev.relabel.sql;

import dev.relabel.image.ImageDecoder;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model predicts in SQL: the text of the argument {@code settings}, a JSON object or a YAML
 * mapping, such as {@code {"confidence": 0.4, "device": "cuda"}}.
 *
 * @param model settings of the model, as {@code docs/models.md} lists them
 * @param device {@code device}: auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N; auto if not set.
 *     In a task that Spark gave a GPU, that one is used unless an index above 0 is named
 * @param batchSize {@code batch_size}: most images of one call of the model, 1–1024; 0, also if not
 *     set, lets graph and device decide
 * @param maxPixels {@code max_pixels}: largest width × height of an image, 200 million if not set
 */
record PredictionSettings(ModelSettings model, Device device, int batchSize, long maxPixels)
    implements Serializable {
  private static final int MOST_BATCH_SIZE = 1024;

  /**
   * Reads them.
   *
   * @param text null or empty sets nothing
   * @throws ModelException saying what is wrong
   */
  static PredictionSettings parse(@Nullable String text) {
    Map<String, Object> all = new LinkedHashMap<>(ModelSettings.read(text == null ? "" : text));
    Object device = all.remove("device");
    int batchSize = (int) whole("batch_size", all.remove("batch_size"), 0, MOST_BATCH_SIZE, 0);
    long maxPixels =
        whole(
            "max_pixels",
            all.remove("max_pixels"),
            1,
            Long.MAX_VALUE,
            ImageDecoder.DEFAULT_MAX_PIXELS);
    return new PredictionSettings(
        ModelSettings.of(all),
        device == null ? Device.AUTO : Device.parse(String.valueOf(device)),
        batchSize,
        maxPixels);
  }

  private static long whole(
      String name, @Nullable Object value, long least, long most, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Integer || value instanceof Long)
        || ((Number) value).longValue() < least
        || ((Number) value).longValue() > most) {
      throw new ModelException(
          "Settings are wrong: '%s' is a whole number from %s to %s, not '%s'"
              .formatted(name, least, most, value));
    }
    return ((Number) value).longValue();
  }

  /** The same for the running task, where tasks differ in their device. */
  PredictionSettings ofTask() {
    return new PredictionSettings(model, TaskDevice.of(device), batchSize, maxPixels);
  }
}
