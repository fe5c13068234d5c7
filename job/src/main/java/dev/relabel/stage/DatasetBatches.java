package dev.relabel.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Feeds consecutive elements of one dataset to a bulk call and gives out its answers one by one.
 *
 * @param <T> what goes in
 * @param <R> what comes out
 */
final class DatasetBatches<T, R> implements Iterator<R> {
  private final Iterator<T> input;
  private final ToLongFunction<T> dataset;
  private final int limit;
  private final Function<List<T>, List<R>> call;
  private final ArrayDeque<R> answers = new ArrayDeque<>();
  private @Nullable T lookahead;

  DatasetBatches(
      Iterator<T> input, ToLongFunction<T> dataset, int limit, Function<List<T>, List<R>> call) {
    this.input = input;
    this.dataset = dataset;
    this.limit = limit;
    this.call = call;
  }

  @Override
  public boolean hasNext() {
    while (answers.isEmpty() && (lookahead != null || input.hasNext())) {
      answers.addAll(call.apply(nextBatch()));
    }
    return !answers.isEmpty();
  }

  private List<T> nextBatch() {
    List<T> batch = new ArrayList<>();
    batch.add(lookahead != null ? lookahead : input.next());
    lookahead = null;
    while (batch.size() < limit && input.hasNext()) {
      T next = input.next();
      if (dataset.applyAsLong(next) != dataset.applyAsLong(batch.get(0))) {
        lookahead = next;
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return answers.remove();
  }
}
