package dev.relabel.model.onnx;

import org.jspecify.annotations.Nullable;

/** Ends a run early. Safe for use by several threads; guarded by its own lock. */
final class Cancellation {
  private boolean requested;
  private @Nullable Runnable stopper;

  /** Asks the run to end; does nothing once it has. */
  synchronized void request() {
    requested = true;
    if (stopper != null) {
      stopper.run();
    }
  }

  /** Says how to end the run that begins now; must not block. */
  synchronized void attach(Runnable howToStop) {
    stopper = howToStop;
    if (requested) {
      howToStop.run();
    }
  }

  /** Says that the run has ended; afterwards the stopper is never called. */
  synchronized void detach() {
    stopper = null;
  }
}
