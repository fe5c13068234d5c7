package dev.relabel.model;

/** What becomes one label when a model tells the class of each pixel. */
public enum Instances {
  /** All pixels of a class. */
  CLASS,
  /** Each connected area of a class; pixels are connected by sides and corners. */
  COMPONENTS
}
