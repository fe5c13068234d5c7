package dev.relabel.platform.geti.format;

import java.util.Optional;

/**
 * Who put a label there. A label that a person accepted from a model names both.
 *
 * @param userId the user whose token or session wrote it; the server fills it in
 * @param modelId the model that predicted it
 * @param modelStorageId the group of that model
 */
public record LabelSource(
    Optional<String> userId, Optional<String> modelId, Optional<String> modelStorageId) {
  /** Nothing is known. */
  public static final LabelSource UNKNOWN =
      new LabelSource(Optional.empty(), Optional.empty(), Optional.empty());

  /** A model's work. */
  public static LabelSource ofModel(String modelId, String modelStorageId) {
    return new LabelSource(Optional.empty(), Optional.of(modelId), Optional.of(modelStorageId));
  }
}
