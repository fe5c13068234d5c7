package dev.relabel.model.onnx;

import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A model opened on a device and run on one batch of noise: whether it works there, and how fast.
 *
 * @param card what the model is
 * @param device what it really ran on
 * @param images images of the batch
 * @param openMillis time to load it
 * @param firstMillis time of the first batch, in which the device gets ready
 * @param batchMillis time of the next batch: copying in, computing, copying out
 */
public record DeviceTrial(
    ModelCard card,
    Device device,
    int images,
    double openMillis,
    double firstMillis,
    double batchMillis) {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final double NANOS = 1e6;

  /**
   * Tries a model.
   *
   * @throws dev.relabel.model.ModelException if file, settings or device cannot be used
   */
  public static DeviceTrial of(
      Path file, Device device, DeviceOptions options, ModelSettings settings) {
    long start = System.nanoTime();
    try (DeviceSessions sessions = new DeviceSessions(Runtime.getRuntime().availableProcessors());
        Model model = Models.open(file, device, options, settings, sessions);
        Picture noise = noise()) {
      double openMillis = (System.nanoTime() - start) / NANOS;
      int images = options.batch() > 0 ? options.batch() : model.preferredBatchSize();
      double first = run(model, noise, images);
      double next = run(model, noise, images);
      return new DeviceTrial(model.card(), sessions.deviceInUse(), images, openMillis, first, next);
    }
  }

  private static Picture noise() {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    new Random(1).nextBytes(rgb);
    return Picture.ofRgb(WIDTH, HEIGHT, rgb);
  }

  private static double run(Model model, Picture picture, int images) {
    List<Model.PreparedImage> batch = new ArrayList<>();
    try {
      for (int i = 0; i < images; i++) {
        batch.add(model.prepare(picture));
      }
      try (Model.InferredBatch answer = model.infer(batch)) {
        answer.labels(0);
        return answer.deviceNanos() / NANOS;
      }
    } finally {
      batch.forEach(Model.PreparedImage::close);
    }
  }

  /** Images in a second, as far as the device decides. */
  public double imagesPerSecond() {
    return 1000 * images / batchMillis;
  }
}
