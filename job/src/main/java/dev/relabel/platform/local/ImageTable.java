package dev.relabel.platform.local;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Images in the order of their IDs, compactly: one reference each.
 *
 * <p>Safe for use by several threads, which may add images in another order than that in which
 * their IDs were given.
 */
final class ImageTable {
  private static final LocalImage[] NONE = {};

  private LocalImage[] images = NONE;
  private int count;
  private boolean isSorted = true;

  synchronized void add(LocalImage image) {
    if (count == images.length) {
      images = Arrays.copyOf(images, Math.max(16, count + count / 2));
    }
    isSorted &= count == 0 || images[count - 1].id() < image.id();
    images[count++] = image;
  }

  /**
   * Only now and then is there anything to do, and then it is a pass over what is nearly sorted.
   */
  private void sort() {
    if (!isSorted) {
      Arrays.sort(images, 0, count, Comparator.comparingLong(LocalImage::id));
      isSorted = true;
    }
  }

  synchronized void remove(Set<Long> ids) {
    images =
        Arrays.stream(images, 0, count)
            .filter(image -> !ids.contains(image.id()))
            .toArray(LocalImage[]::new);
    count = images.length;
  }

  synchronized Optional<LocalImage> find(long id) {
    sort();
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = images[middle].id();
      if (there == id) {
        return Optional.of(images[middle]);
      }
      if (there < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  synchronized int size() {
    return count;
  }

  /** The images as they are now. */
  synchronized List<LocalImage> snapshot() {
    sort();
    return Arrays.asList(Arrays.copyOf(images, count));
  }
}
