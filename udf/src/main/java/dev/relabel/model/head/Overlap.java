package dev.relabel.model.head;

/** How much two found objects cover each other. */
interface Overlap {
  /** 0 when they are apart, 1 when they are the same. */
  double of(Candidates found, int a, int b);
}
