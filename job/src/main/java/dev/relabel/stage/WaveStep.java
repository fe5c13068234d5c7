package dev.relabel.stage;

import dev.relabel.run.Marker;

/** What is done to waves after they are predicted. */
interface WaveStep {
  /** Whether nothing is left to do for a wave. */
  boolean isDone(int wave);

  /**
   * Does what is left to do for a wave that is predicted.
   *
   * @return the marker with the wave's counts
   */
  Marker run(int wave);
}
