package dev.relabel.model;

/** Which boxes suppress each other in non-maximum suppression. */
public enum NmsMode {
  /** Only boxes of the same class. */
  CLASS,
  /** All boxes, whatever their class. */
  AGNOSTIC,
  /** None: the model has done it, or overlaps are wanted. */
  NONE
}
