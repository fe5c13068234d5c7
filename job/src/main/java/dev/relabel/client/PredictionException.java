package dev.relabel.client;

/** Predicting has failed as a whole, not for one image; the cause says why. */
public final class PredictionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PredictionException(String message, Throwable cause) {
    super(message, cause);
  }
}
