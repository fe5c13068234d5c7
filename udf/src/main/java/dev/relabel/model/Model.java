package dev.relabel.model;

import dev.relabel.annotation.Label;
import dev.relabel.image.Picture;
import java.util.List;

/**
 * What a batch of images goes into.
 *
 * <p>The work comes in three steps so that a pipeline can run them on the threads where they
 * belong: {@link #prepare} and {@link InferredBatch#labels} are CPU work for any thread; {@link
 * #infer} waits for the device, or computes where that is the processor. All methods may be called
 * by several threads at once.
 */
public interface Model extends AutoCloseable {

  /** What this model is and which settings are in force. */
  ModelCard card();

  /** How many images per call suit the graph and the device; callers may use another number. */
  int preferredBatchSize();

  /**
   * Whether {@link #infer} computes on the caller's thread. Then it is best called by the thread
   * that prepared the image, out of a pool of as many threads as there are cores; otherwise it
   * waits for a device, and other threads had better go on preparing.
   */
  boolean infersOnCaller();

  /**
   * Whether a prepared image holds the picture's pixels, however many, instead of an input of the
   * model's size: then fewer are prepared ahead.
   */
  default boolean keepsPictures() {
    return false;
  }

  /** Turns a picture into this model's input. The picture is not closed. */
  PreparedImage prepare(Picture picture);

  /**
   * Runs the model on prepared images and waits for the answer.
   *
   * @param batch any number of images; the model cuts it to what its graph takes
   * @throws ModelException if the runtime refuses the input or fails
   */
  InferredBatch infer(List<PreparedImage> batch);

  /** Gives back what this model holds; sessions shared with others stay open. */
  @Override
  void close();

  /** One image as a model's input. Its owner closes it once {@link #infer} has returned. */
  interface PreparedImage extends AutoCloseable {
    @Override
    void close();
  }

  /** The raw answer for a batch. */
  interface InferredBatch extends AutoCloseable {

    /**
     * Decodes the answer for one image: boxes, scores, suppression, class filter.
     *
     * @param index position in the batch given to {@link Model#infer}
     * @return labels in pixels of the upright picture, clipped to it, best score first
     */
    List<Label> labels(int index);

    /** How long the device worked on this batch, without waiting for its turn. */
    long deviceNanos();

    @Override
    void close();
  }
}
