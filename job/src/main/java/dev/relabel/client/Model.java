package dev.relabel.client;

import dev.relabel.annotation.LabelClass;
import dev.relabel.model.ModelCard;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that predicts. Safe for use by several threads: calls share the device.
 *
 * <p>Closing it gives back its share of the device, whose memory is freed when another model needs
 * it or {@link Relabel} is closed. Close its sessions before.
 */
public final class Model implements AutoCloseable {
  private final Opened opened;

  Model(Opened opened) {
    this.opened = opened;
  }

  /** What the model is, and which settings are in force. */
  public ModelCard card() {
    return opened.choice().card();
  }

  /** The classes of its labels, with their shapes. */
  public List<LabelClass> classes() {
    return card().classes();
  }

  /** Predicts with the model's own settings. */
  public List<Prediction> predict(Input input) {
    return predict(input, Options.DEFAULT);
  }

  /**
   * Predicts all of an input and waits for it. All predictions are held in memory: for large inputs
   * there is {@link #predictDetached}.
   *
   * @return one prediction for each image and frame, in the order of the input; one that could not
   *     be predicted has a {@link Prediction#problem()}
   * @throws RuntimeException if model, settings, input or device cannot be used at all, saying why
   */
  public List<Prediction> predict(Input input, Options options) {
    List<Prediction> all = new ArrayList<>();
    try (Predictions predictions = opened.predict(input, options)) {
      predictions.forEachRemaining(all::add);
    }
    return all;
  }

  /** Begins to predict with the model's own settings. */
  public PredictionSession predictDetached(Input input) {
    return predictDetached(input, Options.DEFAULT);
  }

  /**
   * Begins to predict and returns at once; predictions are read while the rest is under way.
   *
   * @return to be closed by the caller
   */
  public PredictionSession predictDetached(Input input, Options options) {
    return PredictionSession.start(() -> opened.predict(input, options), input, card().name());
  }

  @Override
  public void close() {
    opened.close();
  }
}
