package dev.relabel.annotation;

/** Who made a label, as far as the platform tells. */
public enum Origin {
  /** Made by a model and not touched since. */
  MACHINE,
  /** Made by a model, then changed by a person. Treated as a person's work. */
  CORRECTED,
  /** Drawn by a person, or of unknown origin. */
  PERSON;

  /** Whether a person has put work into the label. */
  public boolean isPersonsWork() {
    return this != MACHINE;
  }
}
