package dev.relabel.cli;

import dev.relabel.stage.ModelChoice;
import java.util.function.Supplier;

/**
 * The run's model, from when it was named until the run has ended. Confined to one thread.
 *
 * @param opener has the model, or starts what serves it
 * @param release gives back what it took to have it, if anything
 */
record ModelHandle(Supplier<ModelChoice> opener, Runnable release) implements AutoCloseable {

  /** A model that is there. */
  static ModelHandle of(ModelChoice model) {
    return new ModelHandle(() -> model, () -> {});
  }

  @Override
  public void close() {
    release.run();
  }
}
