package dev.relabel.model;

import dev.relabel.annotation.GeometryKind;

/** What a region of text becomes. */
public enum TextShape {
  /** Its smallest turned rectangle, as a polygon clipped to the picture. */
  POLYGON(GeometryKind.POLYGON),
  /** Its smallest turned rectangle. */
  ROTATED(GeometryKind.ORIENTED_RECTANGLE),
  /** An upright box. */
  BOX(GeometryKind.RECTANGLE);

  private final GeometryKind kind;

  TextShape(GeometryKind kind) {
    this.kind = kind;
  }

  /** The geometry that labels get. */
  public GeometryKind kind() {
    return kind;
  }
}
