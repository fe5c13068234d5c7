package dev.relabel.client;

import java.util.Map;
import java.util.Optional;

/**
 * How far a session is.
 *
 * @param state what it does
 * @param predicted images and frames that came out so far, read or not
 * @param problems how many of them have a {@link Prediction#problem()}
 * @param progress percent of the input; empty while nobody knows how much there is
 * @param message the state in a sentence
 * @param error why it failed, with the stack trace; empty if it did not
 * @param context what it works on: {@code input}, {@code model}, and of the last prediction {@code
 *     source}, {@code project_id}, {@code dataset_id}, {@code image_id}, {@code video_id}
 */
public record SessionStatus(
    State state,
    long predicted,
    long problems,
    Optional<Double> progress,
    String message,
    Optional<String> error,
    Map<String, String> context) {
  /** What a session does. */
  public enum State {
    /** Predictions are being made. */
    RUNNING,
    /** All of the input was predicted. */
    FINISHED,
    /** {@link PredictionSession#stop()} was called. */
    STOPPED,
    /** Something went wrong that is no image's fault. */
    FAILED
  }

  public SessionStatus {
    context = Map.copyOf(context);
  }
}
