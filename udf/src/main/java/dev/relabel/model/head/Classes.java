package dev.relabel.model.head;

/** Which classes of a box count. */
enum Classes {
  /** The one with the highest score; the lowest index of equal ones. */
  BEST,
  /** Every one that scores enough. */
  ALL
}
