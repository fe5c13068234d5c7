package dev.relabel.predict;

import dev.relabel.annotation.Label;
import dev.relabel.image.UnreadableImageException;
import java.util.List;

/**
 * What became of one item: predicted, or rejected with a cause.
 *
 * @param <T> the caller's item
 */
public sealed interface Outcome<T> {

  /** The item this is about. */
  T item();

  /**
   * The labels found on an item's image.
   *
   * @param width image width in pixels, in the frame that the labels use
   * @param height image height in pixels, in the same frame
   * @param contentSha256 hex SHA-256 of the encoded image, or of its pixels where it was not
   *     encoded by itself
   * @param labels best score first, clipped to the image
   */
  record Predicted<T>(T item, int width, int height, String contentSha256, List<Label> labels)
      implements Outcome<T> {
    public Predicted {
      labels = List.copyOf(labels);
    }
  }

  /**
   * An item that cannot be predicted, whatever is tried.
   *
   * @param cause a short stable word such as {@code unreadable-image} or {@code not-found}
   * @param message what is wrong, for people
   */
  record Rejected<T>(T item, String cause, String message) implements Outcome<T> {
    /** An image whose bytes are none, or damaged, or too large. */
    static <T> Rejected<T> unreadable(T item, UnreadableImageException why) {
      return new Rejected<>(item, "unreadable-image", String.valueOf(why.getMessage()));
    }
  }
}
