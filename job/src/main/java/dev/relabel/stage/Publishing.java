package dev.relabel.stage;

import dev.relabel.run.Marker;

/** Brings waves onto the platform: plans their changes and writes them. */
record Publishing(ChangeStage changes, WriteStage writes) implements WaveStep {
  @Override
  public boolean isDone(int wave) {
    return writes.isDone(wave);
  }

  @Override
  public Marker run(int wave) {
    changes.run(wave);
    return writes.run(wave);
  }
}
