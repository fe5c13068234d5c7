package dev.relabel.predict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the input into groups that are fetched together: many small images, few large ones. Confined
 * to the thread that pulls.
 */
final class InputGroups<T> {
  /**
   * Bytes that one fetch brings at most, unless a single image has more: much more than it takes to
   * hide a call's overhead, little enough to hold several in memory.
   */
  static final long GROUP_BYTES = 8L << 20;

  /** What an image counts for whose size nobody knows before: a photo. */
  static final long USUAL_BYTES = 1L << 20;

  private final Iterator<T> input;
  private final ImageFetcher<T> fetcher;
  private final int limit;
  private @Nullable T lookahead;

  /**
   * @param limit items of one group, positive
   */
  InputGroups(Iterator<T> input, ImageFetcher<T> fetcher, int limit) {
    this.input = input;
    this.fetcher = fetcher;
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  boolean hasNext() {
    return lookahead != null || input.hasNext();
  }

  /** The next items that may share a call, at least one. */
  List<T> next() {
    List<T> group = new ArrayList<>();
    T first = take();
    group.add(first);
    long bytes = bytesOf(first);
    while (group.size() < limit && hasNext()) {
      T item = take();
      bytes += bytesOf(item);
      if (bytes > GROUP_BYTES || !fetcher.mayShareCall(first, item)) {
        lookahead = item;
        break;
      }
      group.add(item);
    }
    return group;
  }

  private T take() {
    T item = lookahead != null ? lookahead : input.next();
    lookahead = null;
    return item;
  }

  /** Bytes that an item is expected to have. */
  long bytesOf(T item) {
    long known = fetcher.knownBytes(item);
    return known > 0 ? known : USUAL_BYTES;
  }
}
