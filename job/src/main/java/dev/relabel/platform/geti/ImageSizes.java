package dev.relabel.platform.geti;

import dev.relabel.platform.ImageId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The sizes of the images that were worked on last, which never change. Thread-safe. */
final class ImageSizes {
  private static final int MOST = 10_000;

  private final Map<ImageId, Size> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageId, Size> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A size.
   *
   * @param width in pixels
   * @param height in pixels
   */
  record Size(int width, int height) {}

  /** An image's size, asked for if it is not known. */
  Size of(ImageId id, Supplier<Size> ask) {
    synchronized (known) {
      Size size = known.get(id);
      if (size != null) {
        return size;
      }
    }
    Size asked = ask.get();
    synchronized (known) {
      known.put(id, asked);
    }
    return asked;
  }
}
