package dev.relabel.annotation;

import java.util.Locale;

/** The families of shapes, with the names used in the predictions table and in reports. */
public enum GeometryKind {
  RECTANGLE,
  ORIENTED_RECTANGLE,
  ELLIPSE,
  POLYGON,
  POLYLINE,
  POINT,
  MASK,
  KEYPOINTS,
  /** The label is about the whole image. */
  IMAGE;

  /** Whether shapes of this kind cover an area. */
  public boolean hasArea() {
    return this != POLYLINE && this != POINT && this != KEYPOINTS && this != IMAGE;
  }

  /** The name in tables and files: lower case with underscores. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
