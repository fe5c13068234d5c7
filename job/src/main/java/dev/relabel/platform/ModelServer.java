package dev.relabel.platform;

import dev.relabel.annotation.Label;
import dev.relabel.image.EncodedPicture;
import java.util.List;

/**
 * A model that runs on a server and takes images over the network. Safe for use by several threads.
 *
 * <p>Calls are repeated as the implementation's retry rules allow. Failures are those of {@link
 * Platform}: {@link RefusedContentException} for images that the model fails on, {@link
 * PlatformRejectedException} where the server or the model is not the one that was asked for,
 * {@link PlatformUnavailableException} where it does not answer.
 */
public interface ModelServer extends AutoCloseable {

  /** Asks the server what it serves now. */
  ServedModelInfo info();

  /**
   * Predicts images.
   *
   * @param images at least one, at most {@link ServedModelInfo#mostImages()}
   * @param settings the server's own settings as a JSON object; those left out are the server's
   * @return labels of each image, in the same order, in pixels of the picture that was sent
   * @throws PlatformRejectedException if it serves another model than {@link #info} first said
   */
  List<List<Label>> predict(List<EncodedPicture> images, String settings);

  @Override
  void close();
}
