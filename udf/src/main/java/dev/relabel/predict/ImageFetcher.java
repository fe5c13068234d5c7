package dev.relabel.predict;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.Sha256;
import java.util.List;

/**
 * Where a pipeline gets encoded images from.
 *
 * <p>Called by several threads at once.
 *
 * @param <T> the caller's item
 */
public interface ImageFetcher<T> {

  /** How many items one call takes at most. */
  int groupLimit();

  /**
   * Size of an item's encoded image in bytes, as far as the source has told it; 0 when unknown.
   * Only decides how many images are fetched together and ahead.
   */
  long knownBytes(T item);

  /** Whether two items may be fetched by the same call, such as images of one dataset. */
  boolean mayShareCall(T first, T second);

  /**
   * Whether such items are fetched one group after the other, in their order, as frames of a video
   * are, which have to be decoded in it. Others are fetched side by side.
   */
  default boolean isSequential(T item) {
    return false;
  }

  /**
   * Fetches the images of a few items.
   *
   * @param items at most {@link #groupLimit()}, of which each pair may share a call
   * @return one answer per item, in the same order
   * @throws RuntimeException if no image can be fetched for a reason that lies not with the items,
   *     such as a rejected token: the pipeline fails with it
   */
  List<Fetched> fetch(List<T> items);

  /** An answer for one item. */
  sealed interface Fetched {}

  /** An image that is there. */
  sealed interface Found extends Fetched {
    /**
     * Its pixels, upright, for the caller to close; to be called once.
     *
     * @throws dev.relabel.image.UnreadableImageException if it is not usable
     */
    Picture decode(ImageDecoder decoder);

    /** Hex SHA-256 of the encoded image, or of its pixels where there is no such thing. */
    String contentSha256(Picture decoded);

    /**
     * Width that the source reports for the image, 0 when it reports none: labels go out in the
     * frame of that size, which may be the stored instead of the upright one.
     */
    int frameWidth();

    /** Height that the source reports, 0 when none. */
    int frameHeight();
  }

  /**
   * An image's bytes.
   *
   * @param encoded the file's bytes; not copied, nobody writes to them any more
   */
  @SuppressWarnings("ArrayRecordComponent") // copying megabytes per image would help nobody
  record Bytes(byte[] encoded, int frameWidth, int frameHeight) implements Found {
    @Override
    public Picture decode(ImageDecoder decoder) {
      return decoder.decode(encoded);
    }

    @Override
    public String contentSha256(Picture decoded) {
      return Sha256.hex(encoded);
    }
  }

  /**
   * An image that nobody has encoded, such as a frame of a video.
   *
   * @param picture upright; belongs to whoever gets this answer
   */
  record Pixels(Picture picture) implements Found {
    @Override
    public Picture decode(ImageDecoder decoder) {
      return picture;
    }

    @Override
    public String contentSha256(Picture decoded) {
      return decoded.sha256();
    }

    @Override
    public int frameWidth() {
      return 0;
    }

    @Override
    public int frameHeight() {
      return 0;
    }
  }

  /**
   * No bytes for this item, whatever is tried.
   *
   * @param cause a short stable word such as {@code not-found}
   * @param message what is wrong, for people
   */
  record Missing(String cause, String message) implements Fetched {}
}
