package dev.relabel.predict;

import dev.relabel.annotation.Label;
import dev.relabel.image.Picture;
import dev.relabel.model.Model.PreparedImage;
import dev.relabel.predict.Outcome.Predicted;
import java.util.List;

/**
 * An image on its way through the pipeline: prepared for the model, its pixels already freed.
 *
 * @param frame the frame that its labels go out in
 * @param contentSha256 hex SHA-256 of the encoded bytes, or of the pixels where there are none
 */
record DecodedImage<T>(T item, PreparedImage prepared, LabelFrame frame, String contentSha256)
    implements AutoCloseable {

  static <T> DecodedImage<T> of(
      T item, Picture picture, ImageFetcher.Found found, PreparedImage prepared) {
    return new DecodedImage<>(
        item,
        prepared,
        LabelFrame.of(picture, found.frameWidth(), found.frameHeight()),
        found.contentSha256(picture));
  }

  /** The outcome, from labels on the upright picture. */
  Predicted<T> predicted(List<Label> upright) {
    return new Predicted<>(
        item, frame.width(), frame.height(), contentSha256, frame.fromUpright(upright));
  }

  @Override
  public void close() {
    prepared.close();
  }
}
