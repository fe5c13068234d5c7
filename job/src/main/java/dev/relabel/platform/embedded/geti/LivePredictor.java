package dev.relabel.platform.embedded.geti;

import dev.relabel.annotation.Label;
import java.util.List;

/** The model behind {@code :predict}. Called by several threads. */
@FunctionalInterface
public interface LivePredictor {
  /**
   * What is on an image.
   *
   * @param image an encoded image, not to be changed
   * @return labels with classes of the project that is asked; others are left out of the answer
   * @throws dev.relabel.image.UnreadableImageException if it is no image
   */
  List<Label> predict(byte[] image);
}
