package dev.relabel.source;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Iterators one after the other, each opened when its turn comes.
 *
 * <p>Not {@code Stream.flatMap(…).iterator()}: that buffers each inner stream whole (JDK 17), and
 * an inner stream here may be a dataset of millions of images.
 */
public final class Chain<A, T> implements Iterator<T> {
  private final Iterator<A> outer;
  private final Function<A, Iterator<T>> open;
  private Iterator<T> inner = Collections.emptyIterator();

  Chain(Iterable<A> outer, Function<A, Iterator<T>> open) {
    this.outer = outer.iterator();
    this.open = open;
  }

  @Override
  public boolean hasNext() {
    while (!inner.hasNext() && outer.hasNext()) {
      inner = open.apply(outer.next());
    }
    return inner.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return inner.next();
  }

  /** An iterator's elements, each turned into something else. */
  public static <A, T> Iterator<T> map(Iterator<A> from, Function<A, T> change) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return from.hasNext();
      }

      @Override
      public T next() {
        return change.apply(from.next());
      }
    };
  }
}
