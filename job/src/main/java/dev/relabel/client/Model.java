package dev.relabel.client;

import dev.relabel.annotation.LabelClass;
import dev.relabel.model.ModelCard;
import dev.relabel.stage.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A model that predicts. Safe for use by several threads: calls share the device.
 *
 * <p>Closing it ends its sessions and gives back the device's memory.
 */
public final class Model implements AutoCloseable {
  private final Opened opened;
  private final Set<PredictionSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Runnable> release;

  /**
   * A model.
   *
   * @param release ends what was started for it
   */
  Model(Opened opened, Runnable release) {
    this.opened = opened;
    this.release = new AtomicReference<>(release);
  }

  /** What the model is, and which settings are in force. */
  public ModelCard card() {
    return opened.card();
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
    try (Predictions predictions =
        opened.predict(input, CallOptions.of(options), Progress.UNHEARD)) {
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
    PredictionSession session =
        new PredictionSession(
            progress -> opened.predict(input, CallOptions.of(options), progress),
            input,
            card().name(),
            sessions::remove);
    sessions.add(session);
    session.start();
    return session;
  }

  /** Stops the sessions, without waiting for them. */
  void stopSessions() {
    sessions.forEach(PredictionSession::stop);
  }

  @Override
  public void close() {
    stopSessions();
    sessions.forEach(PredictionSession::close);
    opened.close();
    Runnable last = release.getAndSet(null);
    if (last != null) {
      last.run();
    }
  }
}
