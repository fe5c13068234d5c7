package dev.relabel.predict;

/**
 * Collects busy time by stage.
 *
 * <p>Implementations are called by several threads at once.
 */
@FunctionalInterface
public interface StageClock {
  /** Adds time that one thread spent in a stage. */
  void add(Stage stage, long nanos);
}
