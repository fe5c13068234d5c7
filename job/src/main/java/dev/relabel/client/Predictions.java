package dev.relabel.client;

import java.util.Iterator;

/**
 * Predictions as they are made. Confined to one thread, but for {@link #stop}.
 *
 * @param made the predictions
 * @param stop makes a wait for the next one end soon; called by any thread
 * @param release gives back what is held
 */
record Predictions(Iterator<Prediction> made, Runnable stop, Runnable release)
    implements Iterator<Prediction>, AutoCloseable {
  @Override
  public boolean hasNext() {
    return made.hasNext();
  }

  @Override
  public Prediction next() {
    return made.next();
  }

  @Override
  public void close() {
    release.run();
  }
}
