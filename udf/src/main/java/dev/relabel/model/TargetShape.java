package dev.relabel.model;

import dev.relabel.annotation.GeometryKind;
import java.util.Optional;

/** What labels are turned into before they leave the model. */
public enum TargetShape {
  /** Upright boxes around whatever it was. */
  BOX(GeometryKind.RECTANGLE),
  /** Outlines; an area in several parts becomes several labels. */
  POLYGON(GeometryKind.POLYGON),
  /** Covered pixels. */
  MASK(GeometryKind.MASK);

  private final GeometryKind kind;

  TargetShape(GeometryKind kind) {
    this.kind = kind;
  }

  /** The geometry that labels get. */
  public GeometryKind kind() {
    return kind;
  }

  /** Why labels of a kind cannot be turned into this; empty if they can. */
  public Optional<String> problem(GeometryKind from) {
    if (from == GeometryKind.IMAGE) {
      return Optional.of("labels about the whole image have no place that could become one");
    }
    return this != BOX && !from.hasArea()
        ? Optional.of(
            "%s cover no area; only a box can be drawn around them".formatted(from.tableName()))
        : Optional.empty();
  }
}
