package dev.relabel.model;

/** What the coordinates that a model puts out refer to. */
public enum BoxSpace {
  /** Pixels of the model's input. */
  INPUT,
  /** 0–1 of the model's input width and height. */
  NORMALISED
}
