package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.http.Caller;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The images or videos of a dataset in the order of their IDs, page by page. Others may add and
 * remove some meanwhile: what is there from beginning to end comes exactly once. Confined to one
 * thread.
 *
 * <p>Pages follow each other by the server's token, or, where it knows none, by "IDs above the last
 * one", since numbered pages shift when an image before them is removed.
 */
final class ItemPages<T> implements Iterator<T> {
  // A server that gives tokens for nothing forever is given up.
  private static final int MOST_EMPTY = 1000;

  private final Caller caller;
  private final Queue<T> ready = new ArrayDeque<>();
  private ListItems<T> next;
  private int empty;
  private long last = Long.MIN_VALUE;
  private boolean isOver;

  ItemPages(Caller caller, ListItems<T> first) {
    this.caller = caller;
    this.next = first;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !isOver) {
      load();
    }
    return !ready.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more items");
    }
    return ready.remove();
  }

  private void load() {
    Page<T> page = caller.call(next);
    long before = last;
    take(page);
    JsonNode token = page.after();
    if (next.above().isPresent() || token.isMissingNode()) {
      isOver = page.entities().isEmpty() || page.pagesCount() <= 1;
      if (!isOver && last == before) {
        throw stuck();
      }
      next = next.above(last);
    } else if (token.isNull()) {
      isOver = true;
    } else if (page.entities().isEmpty() && !token.equals(next.after()) && ++empty < MOST_EMPTY) {
      next = next.next(token); // everything on that page may have been removed meanwhile
    } else if (last == before) {
      throw stuck(); // a token that leads nowhere new may lead there forever
    } else {
      next = next.next(token);
    }
  }

  private void take(Page<T> page) {
    long previous = Long.MIN_VALUE;
    for (T item : page.entities()) {
      long id = next.list().id().applyAsLong(item);
      if (id <= previous) {
        throw new PlatformException(
            "The platform lists a part of %s out of the order of their IDs: %s after %s"
                .formatted(next.subject(), id, previous),
            null);
      }
      previous = id;
      // A page may overlap with the one before it.
      if (id > last) {
        last = id;
        ready.add(item);
      }
    }
  }

  private PlatformException stuck() {
    return new PlatformException(
        "The platform lists the same part of %s again and again, from ID %s on"
            .formatted(next.subject(), last),
        null);
  }
}
