package dev.relabel.predict;

import dev.relabel.annotation.Label;
import dev.relabel.model.Model;
import dev.relabel.model.Model.InferredBatch;
import dev.relabel.model.RunFailedException;
import dev.relabel.predict.Outcome.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs prepared images through the model and decodes the answers.
 *
 * <p>A batch that fails is run again image by image, so that one image the model cannot take does
 * not fail its neighbours. Used by several threads at once.
 */
final class BatchRun<T> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  /** A model that fails on this many images, and has worked on none, does not fit its input. */
  private static final int HOPELESS_AFTER = 20;

  private final Model model;
  private final StageClock clock;
  private int worked;
  private int failed;

  BatchRun(Model model, StageClock clock) {
    this.model = model;
    this.clock = clock;
  }

  /**
   * Predicts images; they are closed by the caller.
   *
   * @return an outcome per image, in the same order
   * @throws RunFailedException if the model works on no image at all
   * @throws dev.relabel.model.ModelException if the session or the device fails
   */
  List<Outcome<T>> run(List<DecodedImage<T>> images) {
    if (images.isEmpty()) {
      return List.of();
    }
    try {
      List<Outcome<T>> outcomes = infer(images);
      countWorked();
      return outcomes;
    } catch (RunFailedException e) { // a closed session or a failing device is no image's fault
      if (images.size() == 1) {
        countFailed(e);
        return List.of(
            new Rejected<>(
                images.get(0).item(), "inference-failed", String.valueOf(e.getMessage())));
      }
      LOG.warn("A batch of {} failed and is run image by image: {}", images.size(), e.getMessage());
      List<Outcome<T>> outcomes = new ArrayList<>(images.size());
      for (DecodedImage<T> image : images) {
        outcomes.addAll(run(List.of(image)));
      }
      return outcomes;
    }
  }

  private List<Outcome<T>> infer(List<DecodedImage<T>> images) {
    try (InferredBatch answer = model.infer(images.stream().map(DecodedImage::prepared).toList())) {
      clock.add(Stage.INFER, answer.deviceNanos());
      long start = System.nanoTime();
      List<Outcome<T>> outcomes = new ArrayList<>(images.size());
      for (int i = 0; i < images.size(); i++) {
        List<Label> labels = answer.labels(i);
        outcomes.add(images.get(i).predicted(labels));
      }
      clock.add(Stage.POSTPROCESS, System.nanoTime() - start);
      return outcomes;
    }
  }

  private synchronized void countWorked() {
    worked++;
  }

  private synchronized void countFailed(RunFailedException e) {
    failed++;
    if (worked == 0 && failed >= HOPELESS_AFTER) {
      throw e;
    }
  }
}
