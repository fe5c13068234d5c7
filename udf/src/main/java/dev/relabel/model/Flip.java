package dev.relabel.model;

/** How pictures are mirrored for a second look. */
public enum Flip {
  /** Not at all. */
  NONE,
  /** Left and right change places. */
  HORIZONTAL,
  /** Top and bottom change places. */
  VERTICAL,
  /** A second look mirrored horizontally and a third one mirrored vertically. */
  BOTH
}
