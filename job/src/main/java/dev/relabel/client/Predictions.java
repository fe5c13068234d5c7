package dev.relabel.client;

import dev.relabel.predict.Outcome;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Predictions as they come out of a pipeline. Confined to one thread.
 *
 * @param release gives back what the pipeline holds
 */
record Predictions(
    Iterator<Outcome<Item>> outcomes, Function<Outcome<Item>, Prediction> wrap, Runnable release)
    implements Iterator<Prediction>, AutoCloseable {
  @Override
  public boolean hasNext() {
    return outcomes.hasNext();
  }

  @Override
  public Prediction next() {
    return wrap.apply(outcomes.next());
  }

  @Override
  public void close() {
    release.run();
  }
}
