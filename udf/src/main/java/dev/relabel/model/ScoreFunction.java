package dev.relabel.model;

/** What turns the logits of a box into scores. */
public enum ScoreFunction {
  /** Over all classes and a last one for no object. */
  SOFTMAX,
  /** For each class by itself. */
  SIGMOID
}
