package dev.relabel.bench;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The same decoding and inference code in plain threads: each takes the next file, reads, decodes,
 * prepares, infers and decodes the head, with nothing between the steps.
 */
final class Baseline implements AutoCloseable {
  private final ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
  private final List<DeviceSessions> sessions = new ArrayList<>();
  private final List<Model> models = new ArrayList<>();
  private final ExecutorService pool;
  private final int threads;

  private Baseline(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /** Each thread has a session of its own, which computes on one thread. */
  static Baseline ownSessions(Path model, int threads) {
    Baseline baseline = new Baseline(threads);
    for (int i = 0; i < threads; i++) {
      baseline.open(model, new DeviceSessions(1));
    }
    return baseline;
  }

  /** All threads share one session, as a process of the job has it. */
  static Baseline sharedSession(Path model, int threads) {
    Baseline baseline = new Baseline(threads);
    baseline.open(model, new DeviceSessions(threads));
    return baseline;
  }

  private void open(Path model, DeviceSessions own) {
    sessions.add(own);
    models.add(Models.open(model, Device.CPU, ModelSettings.NONE, own));
  }

  /** Predicts the files and answers how many labels there are. */
  long predict(List<Path> files) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    LongAdder labels = new LongAdder();
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Model model = models.get(i % models.size());
      work.add(
          () -> {
            for (int at = next.getAndIncrement(); at < files.size(); at = next.getAndIncrement()) {
              labels.add(labels(model, files.get(at)));
            }
            return null;
          });
    }
    for (Future<Void> done : pool.invokeAll(work)) {
      done.get();
    }
    return labels.sum();
  }

  private int labels(Model model, Path file) throws IOException {
    return labels(decoder, model, Files.readAllBytes(file));
  }

  static int labels(ImageDecoder decoder, Model model, byte[] encoded) {
    try (Picture picture = decoder.decode(encoded);
        PreparedImage prepared = model.prepare(picture);
        InferredBatch answer = model.infer(List.of(prepared))) {
      return answer.labels(0).size();
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    models.forEach(Model::close);
    sessions.forEach(DeviceSessions::close);
  }
}
